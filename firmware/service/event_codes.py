"""What the event log tells: a number each, kept for good. Their words: service.event_texts.

`from service.event_codes import LOGIN`, then app.note(LOGIN, 1); `forget` this module afterwards.
"""

from micropython import const

BOOT = const(1)  # a: machine.reset_cause(), 0 = not known; text: the version that starts
FAULT = const(2)  # a: number in core.faults
CLEARED = const(3)  # a: number in core.faults
CRASH = const(4)  # a: hash of the whole text; b: place in App.jobs, 3 = what ended the pile; text
SETTING = const(5)  # text: the key, never its value
CLOCK = const(6)  # a: quality of shell.clock; b: seconds it was put forward
LOGIN = const(7)  # a: 1 good, 0 a wrong secret; b: wrong ones in a row
LOGOUT = const(8)  # a: 1 = after silence
UPDATE = const(9)  # a: 0 begun, 1 to be tried, 2 confirmed, 3 fallen back, 4 refused; text
CALIBRATION = const(10)  # text: what was calibrated
DRIFT = const(11)  # a: mV off its rail; text: which rail
TROUBLE = const(12)  # a: hash of the whole text; text: what the till says of journal or archive
PROVISIONED = const(13)  # text: the serial
SERVICE = const(14)  # a: 1 the installer opened the raw console, 0 it closed
BRINGUP = const(15)  # a: 1 passed, 0 failed; text: the step
LOST = const(16)  # a: events that found no room, or came too often
TEXT = const(126)  # goes on from the record before
