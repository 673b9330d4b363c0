"""First statements after a reset: coil off, pilot at its idle level; then the version to run.

/slot names the folder of that version, see firmware/update/mark.py; without it, it is this one.
One on trial has its starts counted, and after three the one before it runs again (REQ-OTA-2).
A soft reset keeps levels: whatever fails here, the gate before the coil is shut already.
"""

import sys

import micropython

micropython.kbd_intr(-1)  # main.py lets Ctrl-C in, but not in production mode
LAUNCHER = 1  # a package names the least it needs
mark = slot = folder = board = ""
try:
    import umachine as machine  # u: looked for in the image alone, milliseconds less

    rp2 = sys.platform == "rp2"
    if rp2:
        machine.mem32[0x502000D8] = 0x1300  # hal/rp2_gate.py: both machines of the gate park
        machine.mem32[0x502000F0] = 0x1012
    try:
        mark = open("/slot").read(3)
    except (OSError, ValueError):  # ValueError: no text
        pass
    for slot in (mark[2:] if mark[1:2] == "3" else mark[:1], "a", "b", "-"):
        folder = "/" + slot if slot in ("a", "b") else ""
        try:
            board = open(folder + "/board.json").read()
            break
        except (OSError, ValueError):  # a version that is gone: start what there is
            pass
    else:
        raise OSError("no board.json")

    def put(role, level):
        """Drive the pin of a role; a role that is not there has none."""
        at = board.find(role) + len(role)
        if at >= len(role):
            pin = board[at : at + 4].split(",")[0].split("}")[0]
            machine.Pin(int(pin), machine.Pin.OUT, value=level)

    put('"cp_pwm":', rp2 or '"cp_inverted": false' in board)
    if rp2:
        import utime as time

        machine.mem32[0x40064000] = 0xC1  # the core at 1.15 V, which 200 MHz need: see below
        raised_us = time.ticks_us()
    put('"coil":', 0)  # low already: a hard reset let go, a soft one has met the gate
    others = ("coil_2", "lock_in", "lock_out", "rcd_test", "cp_off", "vent", "heartbeat")
    for other in others + ("parking_lock_up", "parking_lock_down"):
        put('"%s":' % other, 0)
    if rp2 and machine.freq() != 200000000:  # it is still, after a soft reset
        while time.ticks_diff(time.ticks_us(), raised_us) < 1000:
            pass  # so long the SDK lets the voltage settle
        try:
            machine.freq(200000000)
        except ValueError as error:
            print("boot: the clock stays at 125 MHz: %s" % error)
except Exception as error:  # main.py says it again, in full; pull-downs hold the coil open
    print("boot: not every output made safe: %s: %s" % (type(error).__name__, error))
try:
    import gc

    gc.threshold(65536)  # else what is loaded leaves no room of 4 KB in one piece
    if folder:
        import uos as os

        os.chdir(folder)
    tried = len(mark) == 3 and mark[1] in "0123"
    if tried or (board and slot != mark[:1]):
        import uos as os

        watched = False
        if not tried:
            mark = slot  # else an update would be written over what runs
        elif slot != mark[0]:
            mark = slot + "!" + mark[0]
        elif mark[1] == "3":
            mark = slot  # it has to do: there is nothing to fall back to
        else:
            mark = slot + str(int(mark[1]) + 1) + mark[2]
            watched = "service" not in os.listdir("/")  # else make flash goes on here
        try:
            with open("/slot.new", "w") as file:
                file.write(mark)
            os.rename("/slot.new", "/slot")
        except OSError:  # full: littlefs still takes it in place, whole or not at all
            with open("/slot", "w") as file:
                file.write(mark)
        if watched:  # one that does not even start is given 8 s
            machine.WDT(timeout=8000)
except Exception as error:
    print("boot: %s: %s" % (type(error).__name__, error))
