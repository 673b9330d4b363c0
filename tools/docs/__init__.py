"""Pages that are written from the code's own tables, so that they cannot go stale."""
