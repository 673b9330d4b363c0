# What every board's manifest.py freezes: the firmware without other ports' files, and aiorepl.
import os

options.defaults(port="rp2")

others = {"virtual", "rp2", "esp32"} - {options.port}
for folder in sorted(os.listdir("../firmware")):
    top = "../firmware/" + folder
    if os.path.isdir(top) and not folder.startswith("__"):
        names = []
        for path, _, files in os.walk(top):
            for name in sorted(files):
                if name.endswith(".py") and not others & set(name[:-3].split("_")):
                    names.append(os.path.relpath(os.path.join(path, name), top))
        package(folder, files=tuple(names), base_path="../firmware", opt=2)

module("boot.py", base_path="../firmware", opt=2)
module("unpack.py", base_path="../firmware", opt=2)
module("main.py", base_path="../firmware", opt=2)
require("aiorepl")
