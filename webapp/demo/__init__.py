"""Harbor Street Outreach, an invented agency: its people, their clients, and what was written."""
