"""A live view of a pile in the terminal, its recording, and plots of it."""
