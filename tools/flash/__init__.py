"""Put a built firmware on a board beside the one that runs, then switch over: old or new."""
