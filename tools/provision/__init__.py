"""Makes what a pile gets in the factory: its signing key."""
