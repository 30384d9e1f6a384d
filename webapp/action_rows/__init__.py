"""The rows of the action table, one file per area; importing this package fills the table."""

from webapp.action_rows import accounts, clients, notes, tasks

__all__ = ["accounts", "clients", "notes", "tasks"]
