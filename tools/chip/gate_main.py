"""Runs on the chip: the gate alone, armed again whenever it has opened and its inputs are good."""

from core.frame import GATE_ON, Frame
from hal import rp2
from shell import board as boards

hal, ports = rp2.connect(boards.load("board.json"))
frame = Frame()


def step():
    """Every 10 ms: feed, or arm."""
    hal.sample(frame)
    frame.coils = 1
    frame.arm = 0 if frame.gate & GATE_ON or frame.rcd or frame.estop else 1
    hal.act(frame)


def start(_on_trigger=None):
    """Begin."""
    hal.start(step)
