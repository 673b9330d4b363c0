"""Words for the numbers of a session's record, in their order. Loaded on demand."""

# why it ended: OCPP 1.6 (OP-044), nothing while it runs
REASONS = (
    "",
    "EVDisconnected",
    "Local",
    "Remote",
    "DeAuthorized",
    "EmergencyStop",
    "PowerLoss",
    "Reboot",
    "SoftReset",
    "HardReset",
    "UnlockCommand",
    "Other",
)
FLAGS = (
    "resumed",
    "late_clock",
    "estimated",
    "free",
    "lines_full",
    "meter_lost",
    "meter_gap",
)
