"""First statements after a reset: coil off, pilot at its idle level; then the version to run.

/slot names the folder of that version, see tools/build/slots.py; without it, it is this one.
A soft reset keeps levels: whatever fails here, the gate before the coil is shut already.
"""

import sys

search = sys.path[:]
sys.path[:] = [".frozen"]  # milliseconds less: what follows is in the image, not on the flash
try:
    import machine

    rp2 = sys.platform == "rp2"
    if rp2:
        machine.mem32[0x502000D8] = 0x1300  # hal/rp2_gate.py: both machines of the gate park
        machine.mem32[0x502000F0] = 0x1012
    try:
        slot = "/" + open("/slot").read(1)
    except OSError:
        slot = ""
    board = open(slot + "/board.json").read()

    def put(role, level):
        """Drive the pin of a role; a role that is not there has none."""
        at = board.find(role) + len(role)
        if at >= len(role):
            pin = board[at : at + 4].split(",")[0].split("}")[0]
            machine.Pin(int(pin), machine.Pin.OUT, value=level)

    put('"cp_pwm":', rp2 or '"cp_inverted": false' in board)
    put('"coil":', 0)  # low already: a hard reset let go, a soft one has met the gate
    others = ("coil_2", "lock_in", "lock_out", "rcd_test", "cp_off", "vent", "heartbeat")
    for other in others + ("parking_lock_up", "parking_lock_down"):
        put('"%s":' % other, 0)
    import gc

    gc.threshold(65536)  # else what is loaded leaves no room of 4 KB in one piece
    if slot:
        import os

        os.chdir(slot)
except Exception as error:  # main.py says it again, in full; pull-downs hold the coil open
    print("boot: not every output made safe: %s: %s" % (type(error).__name__, error))
sys.path[:] = search
