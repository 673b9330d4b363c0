# What every board's manifest.py freezes: the firmware without other ports' files, and aiorepl.
import os

options.defaults(port="rp2")

others = {"virtual", "rp2", "esp32"} - {options.port}
for folder in sorted(os.listdir("../firmware")):
    if os.path.isdir("../firmware/" + folder) and not folder.startswith("__"):
        names = [name for name in sorted(os.listdir("../firmware/" + folder)) if ".py" in name]
        names = tuple(name for name in names if not others & set(name[:-3].split("_")))
        package(folder, files=names, base_path="../firmware", opt=2)

module("boot.py", base_path="../firmware", opt=2)
module("main.py", base_path="../firmware", opt=2)
require("aiorepl")
