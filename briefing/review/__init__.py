"""What people do with a record: merge, compare, check, and walk through it."""
