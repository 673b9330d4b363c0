"""The car: the S2 rule of scenarios.md, its current, and the models."""

from tools.world.car import B_OHM, C_OHM, D_OHM, Car
from tools.world.draw import reading_ma
from tools.world.models import MODELS, names
from tools.world.sleep import DEAD

MS = 1000
PWM = 2666  # 16 A
X1 = 10000


class Drive:
    """A car on a pilot and mains that a test moves; time in ms."""

    def __init__(self, model="plain"):
        self.car = Car()
        self.car.load(model, 0)
        self.ms = 0
        self.shown = []  # (ms, ohm) of each change

    def run(self, ms):
        end = self.ms + ms
        while self.car.due_us <= end * MS:
            self.ms = self.car.due_us // MS
            self.car.step(self.car.due_us)
            self._show()
        self.ms = end
        return self

    def plug(self, ohm, asks):
        self.car.script(self.ms * MS, ohm, asks)
        self._show()
        return self

    def b(self):
        return self.plug(B_OHM, 0)

    def c(self):
        return self.plug(C_OHM, 1)

    def pilot(self, view):
        self.car.pilot(self.ms * MS, view)
        self._show()
        return self

    def supply(self, live):
        self.car.supply(self.ms * MS, live)
        return self

    def charging(self, duty=PWM):
        return self.c().pilot(duty).run(1000).supply(1).run(2000)

    def opens_after(self, limit_ms=20000):
        return self._reaches(B_OHM, limit_ms)

    def closes_after(self, limit_ms=200000):
        return self._reaches(C_OHM, limit_ms)

    def _reaches(self, ohm, limit_ms):
        begin = self.ms
        while self.car.ohm != ohm and self.car.due_us <= (begin + limit_ms) * MS:
            self.run(self.car.due_us // MS - self.ms)
        return self.ms - begin if self.car.ohm == ohm else None

    def _show(self):
        if not self.shown or self.shown[-1][1] != self.car.ohm:
            self.shown.append((self.ms, self.car.ohm))


def test_reading_of_every_band():
    for duty, limit_ma in (
        (0, 0),
        (500, 0),
        (799, 0),
        (800, 6000),
        (999, 6000),
        (1000, 6000),
        (2667, 16002),
        (8500, 51000),
        (8501, 52525),
        (9600, 80000),
        (9601, 80000),
        (9700, 80000),
        (9701, 0),
        (10000, 0),
    ):
        assert reading_ma(duty) == limit_ma, duty


def test_script_sets_the_resistance():
    drive = Drive()
    assert drive.car.ohm == 0
    assert drive.b().car.ohm == B_OHM
    assert drive.c().car.ohm == C_OHM
    assert drive.plug(D_OHM, 1).car.ohm == D_OHM
    assert drive.plug(1000, 1).car.ohm == 1000
    assert drive.plug(3000, 0).car.ohm == 3000
    assert drive.plug(0, 0).car.ohm == 0


def test_an_obeying_car_opens_s2_within_3_s_of_losing_pwm_and_closes_it_1_s_after():
    for lost in (X1, 0, DEAD):
        drive = Drive().charging().pilot(lost)
        assert 500 < drive.opens_after() < 3000, lost
        assert drive.run(10000).pilot(PWM).closes_after() == 1000


def test_a_car_that_never_saw_pwm_leaves_s2_as_it_is():
    drive = Drive().c().run(60000)
    assert drive.car.ohm == C_OHM
    assert drive.pilot(0).run(5000).pilot(X1).run(60000).car.ohm == C_OHM


def test_pwm_that_comes_back_in_time_changes_nothing():
    drive = Drive().charging().pilot(X1).run(900).pilot(PWM).run(20000)
    assert drive.car.ohm == C_OHM
    assert drive.car.draw.level_ma[0] == 15996


def test_pwm_that_goes_again_leaves_s2_open():
    drive = Drive().charging().pilot(X1).run(5000).pilot(PWM).run(900).pilot(X1).run(20000)
    assert drive.car.ohm == B_OHM


def test_a_later_script_cancels_what_was_planned():
    drive = Drive().charging().pilot(X1).run(500).c().run(20000)
    assert drive.car.ohm == C_OHM
    drive = Drive().charging().pilot(X1).run(5000).b().pilot(PWM).run(20000)
    assert drive.car.ohm == B_OHM


def test_a_disobeying_car_keeps_s2_and_its_current():
    for drive in (Drive("stubborn").charging(), Drive().charging()):
        drive.car.scripted_obeys = 0
        drive.pilot(X1).run(20000)
        assert drive.car.ohm == C_OHM
        assert drive.car.draw.level_ma == [15996, 15996, 15996]


def test_current_follows_the_offer_within_2_s():
    drive = Drive().charging()
    assert drive.car.draw.level_ma == [15996, 15996, 15996]
    drive.pilot(1000).run(2000)
    assert drive.car.draw.level_ma == [6000, 6000, 6000]
    drive.pilot(9600).run(2000)
    assert drive.car.draw.level_ma == [32000, 32000, 32000]
    drive.supply(0)
    assert drive.car.draw.level_ma == [0, 0, 0]


def test_scripted_currents_are_clipped_by_nothing():
    drive = Drive().charging()
    drive.car.set_draws(drive.ms * MS, [40000, 0, 1])
    assert drive.car.draw.level_ma == [40000, 0, 1]
    assert drive.pilot(1000).run(3000).car.draw.level_ma == [40000, 0, 1]
    assert drive.pilot(X1).run(400).car.draw.level_ma == [0, 0, 0]
    assert drive.run(5000).pilot(PWM).run(1000).car.draw.level_ma == [40000, 0, 1]


def test_the_current_is_gone_before_an_obeying_car_opens_s2():
    drive = Drive().charging().pilot(X1).run(400)
    assert drive.car.draw.level_ma == [0, 0, 0]
    assert drive.car.ohm == C_OHM


def test_s2_opened_by_the_script_ends_the_current_soon():
    drive = Drive().charging().b()
    assert drive.car.draw.level_ma[0] == 15996
    assert drive.run(100).car.draw.level_ma[0] == 0


def test_unplugging_ends_everything_at_once():
    drive = Drive().charging().plug(0, 0)
    assert drive.car.draw.level_ma == [0, 0, 0]
    assert drive.run(10000).car.ohm == 0


def test_every_model_has_known_fields_and_a_known_habit():
    plain = sorted(vars_of("plain"))
    for name in names():
        assert sorted(vars_of(name)) == plain
        Car().load(name, 0)
    assert len(MODELS) >= 14


def vars_of(name):
    from tools.world.models import fields

    row = fields(name)
    for key in MODELS[name]:
        assert key in row, key
    return row


def test_a_sleeper_wakes_at_the_second_start_of_pwm():
    drive = Drive("sleeper").c().run(1000).pilot(PWM).run(31000)
    assert drive.car.ohm == B_OHM
    drive.pilot(X1).run(1000).pilot(PWM).run(5000)
    assert drive.car.ohm == B_OHM  # the gap was too short
    assert drive.pilot(X1).run(3000).pilot(PWM).closes_after() == 500


def test_a_sleeper_that_dozes_off_later_wakes_at_the_next_start_of_pwm():
    drive = Drive("sleeper").c().pilot(PWM).run(5000).pilot(X1).run(3000).pilot(PWM).run(1000)
    assert drive.car.s2
    drive.pilot(X1).run(100000)
    assert drive.car.sleep.asleep
    assert drive.pilot(PWM).closes_after() == 1000


def test_deep_sleepers_need_their_pulse():
    for model, view, wakes in (
        ("sleeper_e", DEAD, True),
        ("sleeper_e", 0, False),
        ("sleeper_f", 0, True),
        ("sleeper_f", DEAD, False),
        ("deep_sleeper", DEAD, True),
        ("deep_sleeper", 0, True),
    ):
        drive = Drive(model).c().pilot(PWM).run(30000)
        drive.pilot(X1).run(3000).pilot(PWM).run(10000)
        assert not drive.car.s2
        drive.pilot(view).run(4000).pilot(X1).run(3000).pilot(PWM).run(10000)
        assert drive.car.s2 == wakes, model
    drive = Drive("sleeper_f").c().pilot(PWM).run(1000).pilot(0).run(2000).pilot(PWM)
    assert drive.closes_after() is None  # too short a pulse


def test_slow_starters():
    assert Drive("slow_starter").c().run(60000).pilot(PWM).closes_after() == 30000
    assert Drive("very_slow_starter").c().pilot(PWM).closes_after() == 90000


def test_a_glitchy_car_bounces_after_a_change_of_duty_and_keeps_drawing():
    drive = Drive("glitchy").charging()
    drive.shown = []
    drive.pilot(1000).run(3000)
    assert [ohm for _, ohm in drive.shown[:7]] == [C_OHM, B_OHM] * 3 + [C_OHM]
    times = [ms - drive.ms + 3000 for ms, _ in drive.shown]
    assert times[1:] == [80, 84, 250, 253, 480, 485]
    assert drive.car.draw.level_ma[0] == 6000


def test_a_cooling_car_pauses_and_goes_on():
    drive = Drive("cooling").charging()
    assert 50000 < drive.opens_after(70000) < 65000
    assert drive.car.draw.level_ma == [0, 0, 0]
    drive.supply(0)
    assert drive.closes_after() == 20000
    assert drive.supply(1).run(2000).car.draw.level_ma[0] == 15996


def test_a_simplified_car_has_no_b_and_no_ears():
    drive = Drive("simplified").b()
    assert drive.car.ohm == C_OHM
    drive.supply(1).run(2000)
    assert drive.car.draw.level_ma == [10000, 0, 0]
    assert drive.pilot(PWM).run(2000).pilot(X1).run(20000).car.draw.level_ma == [10000, 0, 0]
    assert drive.car.ohm == C_OHM


def test_a_car_that_fears_f_refuses_until_unplugged():
    drive = Drive("latches_on_f").charging().pilot(0).run(5000).pilot(PWM).run(60000)
    assert drive.car.ohm == B_OHM
    assert drive.c().run(1000).car.ohm == B_OHM
    assert drive.plug(0, 0).c().car.ohm == C_OHM


def test_slow_s2_opens_between_3_and_6_s():
    assert 3000 < Drive("slow_s2").charging().pilot(X1).opens_after() < 6000


def test_currents_of_the_models():
    for model, duty, currents in (
        ("single_phase", PWM, [15996, 0, 0]),
        ("two_phase", PWM, [15996, 15996, 0]),
        ("two_phase", 5333, [16000, 16000, 0]),
        ("three_amp", PWM, [3000, 0, 0]),
        ("picky", 1000, [0, 0, 0]),
        ("picky", 1500, [9000, 9000, 9000]),
        ("over_draw_10", PWM, [17595, 17595, 17595]),
        ("over_draw_40", PWM, [22394, 22394, 22394]),
        ("ventilated", PWM, [15996, 15996, 15996]),
    ):
        assert Drive(model).charging(duty).car.draw.level_ma == currents, model


def test_a_lazy_car_takes_its_time():
    drive = Drive("lazy").charging().run(3000).pilot(1000).run(3000)
    assert 6000 < drive.car.draw.level_ma[0] < 15000
    assert drive.run(2000).car.draw.level_ma[0] == 6000


def test_a_full_car_stays_in_b():
    drive = Drive("full").charging()  # 500 Wh at 11 kW: 163 s
    assert 140000 < drive.opens_after(200000) < 180000
    assert drive.car.draw.level_ma == [0, 0, 0]
    assert drive.supply(0).pilot(X1).run(5000).pilot(PWM).closes_after() is None
    assert drive.plug(0, 0).c().car.ohm == C_OHM


def test_a_trickle_car_draws_little_then_opens():
    drive = Drive("trickle").charging().run(20000)
    assert drive.car.draw.level_ma == [800, 800, 800]
    assert 25000 < drive.opens_after(60000) <= 30000


def test_a_bcb_toggler_shows_its_pulses_then_closes():
    drive = Drive("bcb_toggler").c()
    drive.shown = []
    drive.pilot(PWM).run(5000)
    assert [ohm for _, ohm in drive.shown] == [B_OHM, C_OHM] * 4
    assert [ms for ms, _ in drive.shown] == [0, 300, 600, 900, 1200, 1500, 1800, 2100]


def test_a_ventilated_car_asks_for_d():
    assert Drive("ventilated").c().car.ohm == D_OHM


def test_no_resume_waits_for_a_new_plug_in():
    drive = Drive("no_resume").charging().pilot(X1).run(5000).pilot(PWM)
    assert drive.closes_after() is None
    assert drive.plug(0, 0).c().car.ohm == C_OHM


def test_a_model_loaded_after_the_script_judges_it_anew():
    drive = Drive().c()
    drive.car.load("sleeper", 0)
    assert drive.pilot(PWM).run(1000).car.ohm == B_OHM
