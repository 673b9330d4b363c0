"""What the firmware takes of a board: flash and heap."""
