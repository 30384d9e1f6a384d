"""Forms: fields and messages; they never query."""
