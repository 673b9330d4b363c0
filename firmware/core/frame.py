"""The one record that flows through a tick: what the HAL measured, what the core decided."""

from micropython import const

OPEN_OHM = const(1000000)  # proximity circuit open
SENSOR_OPEN = const(-32000)  # temperature sensor broken
SENSOR_SHORT = const(32000)

# rcd: lines of the residual-current device as they are now
RCD_DC = const(1)
RCD_AC = const(2)
RCD_ERROR = const(4)

# gate: what the hardware gate before the coil reports
GATE_ON = const(1)  # armed: a coil asked for is granted
GATE_RCD = const(2)  # latched off by the residual-current input
GATE_ESTOP = const(4)  # latched off by the emergency stop
GATE_STARVED = const(8)  # latched off because it was not fed for 50 ms

# moved: why the lines below are looked at in the next tick
MOVED = const(1)  # one of them, or the gate, is not what it was: set by the port. Or look again
OPENING = const(2)  # nothing but contacts that open

DUTY_X1 = const(10000)  # steady +12 V
DUTY_F = const(0)  # steady -12 V


class Frame:
    """Integers only, allocated once; written by `hal.sample`, read by `hal.act`."""

    def __init__(self):
        self.now_ms = 0  # tick counter of the port, wraps at 2**30
        self.window = 0  # sequence of the pilot window; unchanged: nothing new was measured
        self.high_mv = 0  # upper plateau of the control pilot, median of the window
        self.low_mv = 0  # lower plateau; equal to high_mv while the wave is steady
        self.pp_ohm = OPEN_OHM
        self.moved = MOVED
        self.rcd = 0  # RCD_* bits, 1 = tripped (or wire broken)
        self.gate = 0  # GATE_* bits
        self.estop = 0  # 1 = pressed (or wire broken)
        self.pe = 1  # 1 = protective earth present
        self.mirror = 0  # bit a contactor: 1 = its mirror contact says closed
        self.live = 0  # bit a phase: 1 = voltage on the load side
        self.bolt = 0  # 1 = lock feedback says locked
        self.board_dc = 250  # temperature, 0.1 degree Celsius
        self.socket_dc = 250

        self.duty = DUTY_X1  # 0.01 %
        self.coils = 0  # bit a contactor: 1 (L1, N, or all poles) and 2 (L2, L3)
        self.arm = 0  # 1 = re-arm the gate in this act; only before a closing
        self.lock = 0  # 1 drive the bolt in, -1 out, 0 no drive
        self.rcd_test = 0  # 1 = hold the test input of the residual-current device
        self.cp_off = 0  # 1 = open the control-pilot disconnect switch, where fitted
        self.vent = 0  # 1 = ventilation on
