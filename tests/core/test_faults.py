"""Every fault of the table: opens, is latched and shown, and clears only by its rule."""

from core import faults, mailbox, states
from core.config import CP_SWITCH_FITTED, GBT, J1772, TWO_CONTACTORS, WAKE_F
from core.frame import DUTY_F, DUTY_X1, RCD_AC, RCD_DC, RCD_ERROR, SENSOR_OPEN, SENSOR_SHORT
from tests.core.pile import FULL, Pile


def _opens(pile, limit_ms):
    return pile.until(lambda: pile.coil() == 0, limit_ms)


def test_cp_164_diode_lost_in_c():
    pile = Pile().charge()
    pile.hal.diode = False
    assert _opens(pile, 100) == 20
    assert pile.faults() == ["cp_diode"]
    assert pile.duty() == DUTY_X1
    pile.run(29000)
    assert pile.state() == "fault"
    pile.run(5000)  # 30 s later PWM starts again, and the check fails again
    assert pile.faults() == ["cp_diode"]
    pile.hal.diode = True
    pile.run(40000)
    assert pile.state() == "charging"


def test_t_02_no_diode_never_closes():
    for car in "BCD":
        pile = Pile(ventilation=1)
        pile.hal.diode = False
        pile.run(3000).plug(car).run(120000)
        assert pile.outlet.journal.live().closings == 0
        assert pile.faults() == ["cp_diode"]


def test_cp_165_short_in_c_and_recovery():
    pile = Pile().charge()
    pile.plug("E")
    assert _opens(pile, 100) == 20
    assert pile.faults() == ["cp_short"]
    pile.run(1000)
    assert pile.hal.bolt == 0  # CP-121
    pile.plug("C").run(29000)
    assert pile.state() == "fault"
    pile.run(8000)
    assert pile.state() == "charging"


def test_a_short_that_comes_back_has_three_tries():
    pile = Pile().charge()
    for _ in range(4):
        pile.plug("E").run(500)
        assert pile.state() == "fault"
        pile.plug("C").run(40000)
    assert pile.state() == "fault"
    pile.plug("A").run(1000)
    assert pile.state() == "idle"
    pile.plug("B").run(1000).plug("C").run(4000)
    assert pile.state() == "charging"


def test_rc_012_trip_goes_to_f_then_x1_and_waits_for_the_unplug():
    for line in (RCD_DC, RCD_AC):
        pile = Pile().charge()
        pile.hal.leak = line
        assert _opens(pile, 100) == 10
        assert pile.faults() == ["rcd_trip"]
        assert pile.duty() == DUTY_F  # CP-183
        pile.run(490)
        assert pile.duty() == DUTY_F
        pile.run(20)
        assert pile.duty() == DUTY_X1
        pile.hal.leak = 0
        pile.run(60000)
        assert pile.faults() == ["rcd_trip"]
        pile.plug("A").run(500)
        assert pile.faults() == ["rcd_trip"]  # a break of the pilot is no unplug
        pile.run(100)
        assert pile.faults() == []
        pile.plug("B").run(4000).plug("C").run(2000)
        assert pile.state() == "charging"


def test_the_test_of_the_life_before_a_reset_is_no_trip():
    pile = Pile()
    pile.hal.leak = RCD_DC
    pile.run(2000)
    assert pile.faults() == []
    pile.hal.leak = 0
    pile.charge()


def test_a_line_tripped_from_the_start_is_a_trip_in_the_end():
    pile = Pile()
    pile.hal.leak = RCD_DC
    assert pile.until(pile.faults, 5000) == 2510
    assert pile.faults() == ["rcd_trip"]


def test_a_fault_before_the_car_was_seen_does_not_clear_for_want_of_a_car():
    pile = Pile(car="E").run(3000)
    pile.hal.leak = RCD_ERROR
    pile.run(100)
    pile.hal.leak = 0
    pile.run(20000)
    assert "rcd_error" in pile.faults()
    pile.plug("B").run(20000)
    assert "rcd_error" in pile.faults()
    pile.plug("A").run(700)
    assert pile.faults() == []


def test_gb_faults_go_to_x1_not_f():
    pile = Pile(profile=GBT).charge()
    pile.hal.leak = RCD_DC
    for _ in range(100):
        pile.step()
        assert pile.duty() != DUTY_F
    assert pile.duty() == DUTY_X1


def test_rc_035_j1772_recloses_15_s_after_a_trip():
    pile = Pile(profile=J1772).charge().run(3000)
    pile.hal.leak = RCD_AC
    pile.run(100)
    pile.hal.leak = 0
    assert pile.until_state("charging", 30000) >= 15000


def test_rc_037_j1772_a_trip_onto_the_fault_latches():
    pile = Pile(profile=J1772).charge()
    pile.hal.leak = RCD_AC
    pile.run(100)
    pile.hal.leak = 0
    pile.run(100000)
    assert pile.faults() == ["rcd_trip"]


def test_rc_051_error_line():
    pile = Pile().charge()
    pile.hal.leak = RCD_ERROR
    assert _opens(pile, 100) == 10
    assert "rcd_error" in pile.faults()


def test_a_test_that_fails_at_start_refuses_to_charge():
    pile = Pile()
    pile.hal.act_plain = pile.hal.act
    pile.hal.act = lambda frame: (pile.hal.act_plain(frame), setattr(pile.hal, "test_ms", None))
    pile._tick = pile.outlet._run  # this hardware allocates
    for _ in range(300):
        pile.hal.now_ms = (pile.hal.now_ms + 10) & 0x3FFFFFFF
        pile._tick()
    assert pile.faults() == ["rcd_test"]


def test_estop_opens_and_clears_on_unplug_after_release():
    pile = Pile().charge()
    pile.hal.estop = 1
    assert _opens(pile, 100) == 10
    assert pile.faults() == ["estop"]
    pile.plug("A").run(500)
    assert pile.faults() == ["estop"]
    pile.hal.estop = 0
    pile.run(900)
    assert pile.faults() == ["estop"]
    pile.run(200)
    assert pile.faults() == []


def test_gb_106_estop_by_hand():
    pile = Pile(profile=GBT).charge()
    pile.hal.estop = 1
    pile.run(100)
    pile.hal.estop = 0
    pile.plug("A").run(1000)
    assert pile.faults() == ["estop"]
    pile.command(mailbox.CLEAR, faults.ESTOP)
    pile.run(200)
    assert pile.faults() == []


def test_the_gate_dropping_by_itself_is_a_fault():
    pile = Pile().charge()
    pile.hal.gate = 0
    pile.run(20)
    assert pile.faults() == ["gate"]
    assert pile.coil() == 0
    pile.run(40000)
    assert pile.state() == "charging"


def test_an_estop_too_short_for_the_tick_is_told_by_the_gate():
    pile = Pile().charge()
    pile.hal.gate = 4
    pile.run(20)
    assert pile.faults() == ["estop"]


def test_pe_001_pe_lost():
    pile = Pile().charge()
    pile.hal.pe = 0
    assert _opens(pile, 100) == 20
    assert pile.faults() == ["pe_lost"]


def test_t_16_welded_contact():
    pile = Pile().charge()
    pile.hal.weld = 1
    pile.plug("B")
    pile.until(pile.faults, 1000)
    assert pile.faults() == ["welded"]
    pile.plug("A").run(10000)
    assert (pile.state(), pile.hal.bolt) == ("fault", 1)  # PP-045
    pile.plug("C").run(10000)
    assert (pile.duty(), pile.coil()) == (DUTY_X1, 0)
    pile.command(mailbox.CLEAR, mailbox.ALL)
    pile.run(500)
    assert pile.faults() == ["welded"]
    pile.hal.weld = 0
    pile.run(200)
    pile.command(mailbox.CLEAR, mailbox.ALL)
    pile.run(8000)
    assert pile.state() == "charging"


def test_pw_012_a_contactor_that_does_not_close_gets_one_retry():
    pile = Pile().run(3000).plug("B").run(1000)
    pile.hal.stuck_open = True
    pile.plug("C")
    assert pile.until(lambda: pile.faults() == ["no_close"], 3000) is not None
    pile.run(20000)
    assert pile.outlet.journal.live().closings == 2
    pile.run(60000)
    assert pile.outlet.journal.live().closings == 2
    pile.hal.stuck_open = False
    pile.plug("A").run(700).plug("B").run(3000).plug("C").run(2000)
    assert pile.state() == "charging"


def test_a_stopped_sample_stream_opens_within_50_ms():
    pile = Pile().charge()
    pile.hal.frozen = True
    assert _opens(pile, 100) <= 50
    assert pile.faults() == ["sampler"]


def test_pp_changed_and_pp_open_while_charging():
    for ohm, name in ((680, "pp_changed"), (1000000, "pp_invalid"), (10, "pp_invalid")):
        pile = Pile().charge()
        pile.hal.pp_ohm = ohm
        assert _opens(pile, 100) == 20
        assert pile.faults() == [name]


def test_a_bolt_that_opens_while_charging():
    pile = Pile().charge()
    pile.hal.bolt = 0
    assert _opens(pile, 100) == 20
    assert pile.faults() == ["lock_open"]


def test_oc_005_a_car_that_draws_too_much_is_asked_then_latched():
    pile = Pile().charge()
    pile.draws_ma = 18200
    pile.run(6500)
    assert pile.state() == "charging"
    assert pile.until_state("stopping", 1000) is not None
    pile.plug("B").run(100)
    assert pile.faults() == ["over_current"]


def test_oc_005_one_that_ignores_the_request_is_opened_6_s_later():
    pile = Pile().charge()
    pile.draws_ma = 18200
    pile.until_state("stopping", 10000)
    assert 5900 <= _opens(pile, 10000) <= 6100
    assert pile.faults() == ["over_current"]


def test_t_21_gb_over_current_opens_between_5_and_10_s():
    pile = Pile(profile=GBT).charge().run(1000)
    pile.draws_ma = 19000
    took = _opens(pile, 20000)
    assert 5000 < took <= 10000
    assert pile.duty() == DUTY_X1


def test_ov_005_supply_faults_and_recovery():
    for volts, hertz, name in (
        ([270000, 230000, 230000], 50000, "over_voltage"),
        ([230000, 190000, 230000], 50000, "under_voltage"),
        ([230000, 230000, 0], 50000, "phase_loss"),
        ([230000, 230000, 230000], 45000, "frequency"),
    ):
        pile = Pile().charge()
        pile.volts_mv = volts
        pile.frequency_mhz = hertz
        took = _opens(pile, 3000)
        assert 1000 <= took <= 1200, name
        assert pile.faults() == [name]
        assert pile.hal.bolt == 1
        pile.volts_mv = [230000, 230000, 230000]
        pile.frequency_mhz = 50000
        took = pile.until_state("charging", 100000)
        assert 60000 <= took <= 63000, name


def test_oc_009_derating_pauses_stops_and_recovers():
    pile = Pile(install_ma=16000).charge()
    pile.hal.socket_dc = 800
    pile.run(200)
    assert pile.duty() == 8000 // 6
    pile.hal.socket_dc = 830
    pile.run(200)
    assert pile.why()[0] == "hot"
    assert pile.state() == "stopping"
    pile.hal.socket_dc = 900
    pile.run(100)
    assert pile.faults() == ["over_temperature"]
    pile.hal.socket_dc = 300
    assert pile.until_state("charging", 60000) >= 30000


def test_oc_009_a_broken_sensor_stops():
    for value in (SENSOR_OPEN, SENSOR_SHORT):
        pile = Pile().charge()
        pile.hal.board_dc = value
        assert _opens(pile, 100) == 50
        assert pile.faults() == ["temperature_sensor"]


def test_several_faults_the_worst_decides_and_all_are_shown():
    pile = Pile().charge()
    pile.hal.pe = 0
    pile.hal.leak = RCD_DC
    pile.run(100)
    assert pile.faults() == ["rcd_trip", "pe_lost"]
    assert pile.outlet.journal.live().fault == faults.RCD_TRIP
    assert pile.outlet.journal.live().why == states.WHY_FAULT


def test_an_exception_in_the_tick_is_safe_and_final():
    pile = Pile().charge()
    pile.hal.raises = True
    pile.outlet.tick()
    assert pile.outlet.dead
    assert pile.hal.safe_calls == 1
    live = pile.outlet.journal.live()
    assert (live.fault, live.coils, live.duty) == (faults.INTERNAL, 0, DUTY_X1)
    pile.hal.raises = False
    ticks = pile.outlet.ticks
    pile.outlet.tick()
    assert pile.outlet.ticks == ticks


def test_commands_are_taken_once_and_recorded():
    pile = Pile().run(3000)
    pile.hal.leak = RCD_DC
    pile.run(100)
    pile.hal.leak = 0
    pile.command(mailbox.CLEAR, faults.RCD_TRIP)
    pile.run(200)
    assert pile.faults() == []
    pile.run(3000)
    head = pile.outlet.journal.events.head
    pile.run(1000)
    assert pile.outlet.journal.events.head == head
    pile.command(mailbox.CLEAR, 99)  # no such fault: nothing happens
    pile.command(99)
    pile.run(200)
    assert not pile.outlet.dead


def test_the_selftest_command_runs_the_residual_test_when_the_contacts_are_open():
    pile = Pile().charge()
    pile.command(mailbox.SELFTEST)
    pile.run(1000)
    assert pile.outlet.frame.rcd_test == 0
    pile.plug("B").run(200)
    assert pile.outlet.frame.rcd_test == 1


def test_cp_191_wake_up_with_the_disconnect_switch_never_with_the_contactor_closed():
    pile = Pile(fitted=FULL | CP_SWITCH_FITTED).run(3000).plug("B")
    pile.until_state("waking", 40000)
    took = pile.until(lambda: not pile.outlet.frame.cp_off, 6000)
    assert 4100 <= took <= 4300
    assert pile.state() == "waking"
    assert pile.outlet.pilot.plugged
    assert pile.until_state("offering", 5000) >= 2900
    assert pile.outlet.journal.live().closings == 0


def test_cp_192_wake_up_by_an_f_pulse():
    pile = Pile(wake=WAKE_F).run(3000).plug("B")
    pile.until_state("waking", 40000)
    assert pile.duty() == DUTY_F
    took = pile.until(lambda: pile.duty() == DUTY_X1, 6000)
    assert 4100 <= took <= 4300
    assert pile.until_state("offering", 5000) >= 2900
    assert pile.faults() == []


def test_a_car_that_leaves_during_the_wake_up_pulse_is_seen_after_it():
    for settings in ({"wake": WAKE_F}, {"fitted": FULL | CP_SWITCH_FITTED}, {}):
        pile = Pile(**settings).run(3000).plug("B")
        pile.until_state("waking", 40000)
        pile.run(500).plug("A").run(6000)
        assert pile.state() == "idle"


def test_energy_going_away_while_waking_waits():
    pile = Pile().run(3000).plug("B")
    pile.until_state("waking", 40000)
    pile.limit_ma = 0
    pile.run(4000)
    assert pile.state() == "waiting"


def test_two_contactors_switch_one_or_three_phases_with_a_safe_change_over():
    pile = Pile(fitted=FULL | TWO_CONTACTORS).charge()
    assert pile.coil() == 3
    pile.phases = 1
    seen = []
    for _ in range(3000):
        pile.step()
        if pile.state() == "stopping":
            pile.plug("B")
        if pile.state() == "offering":
            pile.plug("C")
        if not seen or seen[-1] != pile.coil():
            seen.append(pile.coil())
    assert seen == [3, 0, 1]
    assert pile.state() == "charging"


def test_cp_200_a_simplified_car_gets_one_phase_where_there_are_two_contactors():
    pile = Pile(fitted=FULL | TWO_CONTACTORS).run(3000).plug("C").run(4000)
    assert pile.coil() == 1


def test_two_outlets_in_one_interpreter_do_not_know_each_other():
    one, two = Pile(), Pile()
    one.charge()
    two.run(3000)
    one.hal.leak = RCD_DC
    one.run(100)
    two.plug("B").run(1000).plug("C").run(1000)
    assert one.faults() == ["rcd_trip"]
    assert (two.state(), two.faults()) == ("charging", [])


def test_p18_a_session_across_the_wrap_of_the_tick_counter():
    for start in ((1 << 30) - 4000, (1 << 30) - 3500, (1 << 30) - 6000):
        pile = Pile(now_ms=start).charge().run(10000)
        assert pile.state() == "charging"
        assert pile.hal.now_ms < 100000
        pile.plug("A").run(1000)
        assert pile.state() == "idle"


def test_late_and_bursting_ticks_do_not_shorten_a_debounce():
    pile = Pile().charge()
    pile.plug("B")
    pile.step()
    window = pile.hal.window
    for _ in range(5):  # a burst on one window
        pile.hal.window = window - 1
        pile.hal.frozen = False
        pile.outlet.tick()
    assert pile.coil() == 1
    pile.hal.now_ms = (pile.hal.now_ms + 300) & 0x3FFFFFFF  # a stall
    pile.step()
    assert pile.coil() == 0


def test_cp_121_a_second_fault_releases_the_plug_and_goes_to_f_too():
    pile = Pile().charge()
    pile.volts_mv = [190000] * 3
    pile.run(2000)
    assert (pile.faults(), pile.hal.bolt) == (["under_voltage"], 1)
    pile.hal.leak = RCD_ERROR
    pile.run(10)
    assert pile.duty() == DUTY_F
    pile.run(1000)
    assert pile.hal.bolt == 0


def test_cp_121_a_stopped_stream_releases_the_plug():
    pile = Pile().charge()
    pile.hal.frozen = True
    pile.run(2000)
    assert (pile.faults(), pile.hal.bolt, pile.outlet.contactor.closed) == (["sampler"], 0, 0)


def test_rc_012_a_break_of_the_pilot_is_no_unplug():
    for broken_ms in (20, 60, 400):
        pile = Pile().charge()
        pile.hal.leak = RCD_DC
        pile.run(1000)
        pile.hal.leak = 0
        pile.plug("A").run(broken_ms).plug("C").run(10000)
        assert pile.faults() == ["rcd_trip"]


def test_ov_005_the_first_measurement_has_its_whole_delay():
    pile = Pile()
    pile.volts_mv = [190000] * 3
    assert 1000 <= pile.until(pile.faults, 3000) <= 1010
