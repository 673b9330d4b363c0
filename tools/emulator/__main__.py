"""Build the fast form of the emulator, if it is not there; say which form serves."""

from tools.emulator import image
from tools.emulator.rebuild import build

folder, why = build.ensure(retry=True)
print(f"emulator: the fast form is in {folder}" if folder else f"emulator: slow form only: {why}")
print(f"image: {image.find() or image.need()}")
