"""The car: the models and what each does in its own way."""

from tests.world.drive import PWM, X1, Drive
from tools.world.car import B_OHM, C_OHM, D_OHM, Car
from tools.world.models import MODELS, names


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
