"""Every reaction time of the firmware, measured in the virtual clock, beside its limits."""
