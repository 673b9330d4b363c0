# The port's own modules, as every board of it has them, then the firmware.
metadata(description="Charging pile on pico_w", version="0.1.0")

include("$(PORT_DIR)/boards/manifest.py")
include("../manifest.py", port="rp2")
