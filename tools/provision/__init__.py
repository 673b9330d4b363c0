"""Makes piles of bare boards: firmware, identity, keys, calibration, test, label."""
