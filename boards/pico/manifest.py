# MicroPython's own modules but its _boot.py, which formats what does not mount: ours does not.
metadata(description="Charging pile on a Raspberry Pi Pico", version="0.1.0")

freeze("$(PORT_DIR)/modules", ("rp2.py",))
module("_boot.py")
include("$(MPY_DIR)/extmod/asyncio")
include("../manifest.py", port="rp2")
