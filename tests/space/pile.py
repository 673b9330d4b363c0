"""A shared space with its pile in the world, and the people who come."""

from core import states
from shell import console
from tests.shell.desk import Desk
from tools.world.bench import World

MONDAY_S = 1772380800  # 2026-03-02 00:00 in Shanghai
HOUR = 3600
HOME = "home"
WINDOWS = "owner mon-fri 18:00-08:00; blocked daily 12:00-13:00"
GUEST, OTHER = "04AAAAAA", "04BBBBBB"
OWNER = "040F0001"  # the bench's list knows it as of the group home


class Space:
    """A pile in its world at a local time of Monday 2 March 2026; `run` in seconds.

    One at a time: a small heap has no room for two.
    """

    latest = None

    def __init__(self, hour=10, clock=True, **settings):
        if Space.latest:
            console.attach(None)
            Space.latest.world = None
        Space.latest = self
        values = {
            "time_sharing": True,
            "authorise": "list",
            "windows": WINDOWS,
            "owner_group": HOME,
            "price_kwh": 1,
            "guest_warn_min": 1,
            "max_current_a": 16,
        }
        values.update(settings)
        self.world = World({"settings": values})
        self.world._ports.put_clock(MONDAY_S + int(hour * HOUR) if clock else 0)
        self.us = 0
        self.run(3)

    @property
    def app(self):
        return self.world.app

    @property
    def source(self):
        return self.app.rounds.fitted[0].source

    @property
    def reasons(self):
        return [states.REASONS[bit] for bit in range(20) if self.app.snapshot.reasons >> bit & 1]

    @property
    def charging(self):
        return bool(self.world.plant.poles)

    @property
    def lamp(self):
        return self.world.lamp.pattern

    def run(self, seconds):
        self.us += int(seconds * 1000000)
        self.world.step_until(self.us)

    def wait(self, minutes, steps=2):
        """Let the clock on the wall go on, and few seconds with it."""
        clock = self.app.trade.clock
        clock.set(clock.now_s() + int(minutes * 60) - steps, 3)
        self.run(steps)

    def card(self, uid, state="C"):
        self.world.put("card", uid)
        self.run(1)
        if state:
            self.world.put("ev.state", "B")
            self.run(1)
            self.world.put("ev.state", state)
            self.run(5)

    def unplug(self):
        self.world.put("ev.state", "A")
        self.run(4)

    def amps(self):
        return (self.app.snapshot.limit_ma + 500) // 1000


def reserved(user=GUEST, hour=10, start=0, hours=1, **words):
    space = Space(hour)
    desk = Desk(space.world)
    now_s = space.app.trade.clock.now_s()
    told = desk.data(
        "reserve", 5, user, start and now_s + start, now_s + start + hours * HOUR, **words
    )
    assert told == {"ok": True, "result": "Accepted", "why": ""}, told
    space.run(2)
    return space, desk
