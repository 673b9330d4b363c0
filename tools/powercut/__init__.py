"""A pile's day with a power cut in every flash operation: what is promised must be left (REQ-TX-1)."""
