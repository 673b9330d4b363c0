"""The corrected chip with MicroPython on it, ready to be powered on."""

from pathlib import Path

from rp2040py.memory_map import FLASH_START_ADDRESS

from tools.build import filesystem
from tools.emulator import image
from tools.emulator.console import Console


class Chip(Console):
    """A board with an official image in its flash.

    `flash`: all of it instead, from flash_image(). `files`: a folder or {"path": bytes}, which
    become its file system. `xip`, `erase_ms`, `form`: see Machine.
    """

    def __init__(self, flash=None, files=None, **machine):
        super().__init__(**machine)
        firmware = image.find()
        if flash is not None:
            self.mcu.flash[: len(flash)] = flash
        elif firmware is None:
            raise FileNotFoundError(image.need())
        else:
            self.form.module("device.load_flash").load_uf2(firmware, self.mcu)
        if files is not None:
            tree = filesystem.folder_files(files) if isinstance(files, str | Path) else files
            blocks = filesystem.image(tree)
            self.mcu.flash[filesystem.OFFSET : filesystem.OFFSET + len(blocks)] = blocks

    def power(self):
        """Power on: the boot ROM has done its part, the program starts."""
        self.core.pc = FLASH_START_ADDRESS
        return self

    def boot(self, timeout_us=5e6):
        """Power on and wait for the USB port; main.py then runs by itself."""
        self.power()
        self.wait_connected(timeout_us)
        return self
