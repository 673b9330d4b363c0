"""First statements after a reset: coil off, pilot at its idle level. Nothing comes before them.

Until the port's own `safe` runs, the pins are as the reset left them: a soft reset keeps levels,
so the port is asked even then.
"""

try:
    import json

    with open("board.json") as file:
        board = json.load(file)
    __import__("hal." + board["port"], None, None, ("connect",)).connect(board)[0].safe()
except Exception as error:  # main.py says it again, in full; pull-downs hold the coil open
    print("boot: no outputs made safe: %s: %s" % (type(error).__name__, error))
