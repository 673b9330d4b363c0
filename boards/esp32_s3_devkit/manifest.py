# The port's own modules, as every board of it has them, then the firmware.
metadata(description="Charging pile on esp32_s3_devkit", version="0.1.0")

include("$(PORT_DIR)/boards/manifest.py")
include("../manifest.py", port="esp32")
