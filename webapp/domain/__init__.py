"""Pure rules and value types: the standard library only, no database, no request, no clock."""
