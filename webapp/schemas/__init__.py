"""What crosses the wire or arrives in a file: explicit fields, unknown ones refused."""
