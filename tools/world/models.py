"""The library of cars: behaviours found in the field, as data.

A script's wish (`ev.state` C or D) is what the car's battery wants; its model says what the
car makes of it. Fields, and what a car does without a row:

    start_ms    PWM seen -> S2 closes; 0: S2 follows the script at once, PWM or not
    stop_ms     PWM lost -> S2 opens (an obeying car: 3 s at most)
    resume_ms   PWM back -> S2 closes again
    fade_ms     PWM lost -> no current
    follow_ms   offered current -> drawn current
    phases      phases it charges on
    permille    of the offered current it draws
    least_ma    it draws nothing while less is on offer
    most_ma     it never draws more
    obeys       0: neither stops drawing nor opens S2 when PWM stops
    simple      1: no S2 and no state B (CP-200)
    ventilated  1: asks for D where the script says C
    sleep_ms    asleep after so long in B; 0: never. Asleep at plug-in too
    wakes_on    what wakes it, a bit set of `sleep.py`
    fears_f     1: after a state F it refuses until it is unplugged
    habit       a function of `habits.py`, with its own numbers in `numbers`
"""

from tools.world.sleep import PULSE_E, PULSE_F, TOGGLE

_PLAIN: dict = {
    "start_ms": 0,
    "stop_ms": 1200,
    "resume_ms": 1000,
    "fade_ms": 300,
    "follow_ms": 1500,
    "phases": 3,
    "permille": 1000,
    "least_ma": 0,
    "most_ma": 32000,
    "obeys": 1,
    "simple": 0,
    "ventilated": 0,
    "sleep_ms": 0,
    "wakes_on": 0,
    "fears_f": 0,
    "habit": "",
    "numbers": (),
}

MODELS: dict = {
    "plain": {},
    # asleep in B: takes the first PWM for nothing, wakes at B1 -> B2 (CP-190)
    "sleeper": {"start_ms": 500, "sleep_ms": 60000, "wakes_on": TOGGLE},
    "sleeper_e": {"start_ms": 500, "sleep_ms": 60000, "wakes_on": PULSE_E},  # CP-191
    "sleeper_f": {"start_ms": 500, "sleep_ms": 60000, "wakes_on": PULSE_F},  # CP-192
    "deep_sleeper": {"start_ms": 2000, "sleep_ms": 60000, "wakes_on": PULSE_E | PULSE_F},
    # Polestar 15 s, VW 90 s: every one of them got disturbed by an impatient wake-up
    "slow_starter": {"start_ms": 30000, "resume_ms": 15000},
    "very_slow_starter": {"start_ms": 90000, "resume_ms": 90000},
    # BMW: S2 glitches of some ms after each change of duty: (after ms, for ms) pairs
    "glitchy": {"habit": "glitch", "numbers": (80, 4, 250, 3, 480, 5)},
    # Zoe: pauses to cool: after ms of charging, for ms
    "cooling": {"habit": "rest", "numbers": (60000, 20000)},
    "stubborn": {"obeys": 0},
    "simplified": {"simple": 1, "phases": 1, "most_ma": 10000},  # CP-101, CP-200
    "latches_on_f": {"fears_f": 1},  # hybrids
    "slow_s2": {"stop_ms": 5000, "fade_ms": 2500},  # late, yet before 6 s (CP-118)
    "single_phase": {"phases": 1},
    "two_phase": {"phases": 2, "most_ma": 16000},
    "three_amp": {"phases": 1, "most_ma": 3000},  # scooter or granny converter
    "picky": {"least_ma": 8000},  # Zoe: nothing below 8 A, S2 stays closed
    "over_draw_10": {"permille": 1100},
    "over_draw_40": {"permille": 1400, "most_ma": 64000},
    "lazy": {"follow_ms": 4500},  # CP-109: 5 s
    "trickle": {"habit": "trickle", "numbers": (20000, 800, 30000)},  # full ms, mA, ms
    "full": {"habit": "fill", "numbers": (500,)},  # Wh, then it stays in B
    "bcb_toggler": {"start_ms": 2100, "habit": "toggle", "numbers": (3, 300)},  # CP-119
    "ventilated": {"ventilated": 1},  # CP-107
    "no_resume": {"resume_ms": 0},  # after a pause it waits for a new plug-in
}


def fields(name):
    """Return a new dict of every field of the model; KeyError for an unknown name."""
    row = MODELS[name]
    return {key: row.get(key, value) for key, value in _PLAIN.items()}


def names():
    """Return the names, sorted."""
    return sorted(MODELS)
