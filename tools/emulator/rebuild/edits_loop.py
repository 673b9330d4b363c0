"""Typed fields the event-exact loop reads."""

from tools.emulator.rebuild.edit import Edit, after

EDITS = (
    after(
        "native/_rp2040.pxd",
        "from rp2040py.native._cortex_m0_core cimport CortexM0Core\n",
        "from rp2040py.native._pio cimport RPPIO as NativePIO\n",
    ),
    after(
        "native/_rp2040.pxd",
        "    cdef public CortexM0Core core\n",
        "    cdef NativePIO pio0\n    cdef NativePIO pio1\n",
    ),
    Edit(
        "native/_rp2040.pyx",
        "        self.usb_ctrl = RPUSBController(self, ",
        "        self.pio0, self.pio1 = self.pio\n        self.usb_ctrl = RPUSBController(self, ",
    ),
)
