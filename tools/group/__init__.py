"""A group of virtual piles behind one fuse, while cars come and go: `make run GROUP=8`."""
