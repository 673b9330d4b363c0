"""Another version beside the one that runs: staged, proved, started on trial (REQ-OTA-1..3)."""

SLOTS = ("a", "b")  # folders in the root, a whole version each: see tools/build/slots.py
