"""What a guard skips while nothing moves must change nothing."""

from core.config import GBT, IEC, J1772, LOCK_FITTED, MIRROR_FITTED, SENSE_FITTED, TWO_CONTACTORS
from core.contactor import Contactor
from core.lock import Lock
from core.overcurrent import OverCurrent
from core.pacer import Pacer
from core.supply import Supply
from tests.core.parts import Bed
from tests.core.rig import PAIR, Rig
from tests.core.twins import Luck, Twins

PROFILES = (IEC, GBT, J1772)
STEPS = (10, 10, 160, 160, 160, 170, 330, 1000, 5000, 20000)


def _not_good(part):
    part._good = False


def test_a_supply_that_was_good():
    volts = (230000, 230000, 230000, 200000, 195500, 195499, 264500, 264501, 276001, 79999, 0)
    hertz = (50000, 50000, 50000, 50000, 47499, 52501, 60000)
    for seed in range(18):
        luck = Luck(seed)
        twins = Twins(Supply, _not_good, profile=PROFILES[seed % 3], phases=luck.of((1, 3)))
        measured = [230000] * 3
        frequency_mhz = 50000
        fresh = True
        for _ in range(200):
            if luck.below(4) == 0:
                measured = [luck.of(volts) for _ in range(3)]
            elif luck.below(3) == 0:
                measured = [230000] * 3
            if luck.below(6) == 0:
                frequency_mhz = luck.of(hertz)
            if luck.below(8) == 0:
                fresh = luck.below(3) != 0

            def look(part, bed, measured=measured, hertz=frequency_mhz, fresh=fresh):
                demand = bed.demand
                for phase in range(3):
                    demand.voltage_mv[phase] = measured[phase]
                demand.frequency_mhz = hertz
                part.check(bed.frame.now_ms, demand, fresh)

            twins.same(look, "present")
            twins.settle(luck.below(2) == 0)
            twins.advance(luck.of(STEPS))


def test_a_car_that_kept_to_its_offer():
    drawn = (0, 15000, 16000, 18000, 18101, 19000, 26000, 26001, 40000, 40001, 64001)
    offers = (16000, 16000, 10000, 32000, 32000, 80000, 6000, 0)
    for seed in range(30):
        luck = Luck(seed)
        twins = Twins(OverCurrent, _not_good, profile=PROFILES[seed % 3])
        limit_ma, current_ma, coils, rated_ma = 16000, 15000, 1, 32000
        for _ in range(250):
            if luck.below(5) == 0:
                limit_ma = luck.of(offers)
            if luck.below(4) == 0:
                current_ma = luck.of(drawn)
            if luck.below(12) == 0:
                coils = luck.below(3) and 1
            if luck.below(20) == 0:
                rated_ma = luck.of((32000, 20000, 20000))
            fresh = luck.below(8) != 0
            measures = luck.below(3)

            def look(part, bed, told=(coils, current_ma, measures, limit_ma, rated_ma, fresh)):
                bed.frame.coils = told[0]
                bed.demand.current_ma[0] = told[1]
                bed.demand.measured += told[2]
                part.check(bed.frame, bed.demand, told[3], told[4], told[5])

            twins.same(look, "asked")
            twins.settle(luck.below(2) == 0)
            twins.advance(luck.of((10, 50, 160, 160, 160, 170, 500, 1000, 3000)))


def _not_agreed(part):
    part._good = -1


def test_contacts_that_agreed_with_their_coil():
    for seed in range(24):
        luck = Luck(seed)
        fitted = luck.of((0, MIRROR_FITTED, SENSE_FITTED, MIRROR_FITTED | SENSE_FITTED))
        if luck.below(2):
            fitted |= TWO_CONTACTORS
        twins = Twins(Contactor, _not_agreed, fitted=fitted)
        coils = wrong = 0
        supplied = True
        for _ in range(250):
            switches = luck.below(12) == 0
            if switches:
                coils = 0 if coils else luck.of((1, 3))
            if luck.below(10) == 0:
                wrong = luck.of((0, 0, 0, 1, 2, 3))
            if luck.below(12) == 0:
                supplied = luck.below(3) != 0

            def look(part, bed, told=(switches, coils, wrong, supplied)):
                frame = bed.frame
                if told[0]:
                    part.switch(frame, told[1], 2000)
                closed = told[1]
                frame.mirror = closed ^ (told[2] & 1)
                frame.live = (0 if closed == 0 else 1 if closed == 1 else 7) ^ (told[2] & 2)
                part.check(frame, told[3])
                now = frame.now_ms
                part.answers = (part.open_ms(now), part.proven_open(now), part.energised_ms(now))

            twins.same(look, "closed", "answers", "closings", "loaded", "driven")
            twins.settle(luck.below(2) == 0)
            twins.advance(luck.of((10, 40, 80, 80, 80, 80, 100, 500, 4000)))


def test_feedback_that_agreed_hides_none_that_does_not():
    """Each agreement, then each other feedback: bits of one must not pass for those of another."""
    for coils, first in ((0, "00"), (1, "11"), (3, "37")):
        for second in range(128):
            pair = "%d%d" % (second >> 3 & 3, second & 7)
            quick, slow = Rig(fitted=PAIR), Rig(fitted=PAIR)
            for rig in (quick, slow):
                rig.supplied = second < 64
                rig.switch(coils)
                rig.tick(4000, first)
                assert rig.part._good >= 0
                rig.supplied = second >> 5 & 1
            for ms in (10, 3500, 10, 10):
                slow.part._good = -1
                assert quick.tick(ms, pair) == slow.tick(ms, pair), (coils, pair, ms)
            assert quick.part.closed == slow.part.closed


def test_a_duty_that_is_what_the_ceiling_allows():
    for seed in range(12):
        luck = Luck(seed)
        bed = Bed()
        quick, slow = Pacer(bed.clock), Pacer(bed.clock)
        ceiling_ma = 16000
        for _ in range(300):
            if luck.below(4) == 0:
                ceiling_ma = luck.of((0, 5999, 6000, 6001, 10000, 16000, 16001, 32000, 80000))
            if luck.below(20) == 0:
                quick.stop()
                slow.stop()
            slow.settled = False
            now = bed.frame.now_ms
            assert quick.offer(ceiling_ma, now) == slow.offer(ceiling_ma, now)
            bed.advance(luck.of((10, 40, 1000, 4999, 5000)))


def test_a_bolt_that_rests_where_it_is_wanted():
    """The charger asks for it only while it does not rest."""
    for seed in range(18):
        luck = Luck(seed)
        beds = (Bed(fitted=LOCK_FITTED), Bed(fitted=LOCK_FITTED))
        locks = [bed.make(Lock) for bed in beds]
        wanted = bolt = driven = 0
        jammed = False
        for _ in range(600):
            if luck.below(60) == 0:
                wanted = 1 - wanted
            if luck.below(80) == 0:
                jammed = not jammed
            if luck.below(150) == 0:
                bolt = 1 - bolt
            told = []
            for bed, lock in zip(beds, locks):
                bed.frame.bolt = bolt
                lock.check(bed.frame, False)
                if lock is locks[1] or lock.rests != wanted:
                    lock.want(bed.frame, wanted, 1000)
                told.append((bed.frame.lock, lock.locked, bed.latch.bits))
                bed.advance(40)
            assert told[0] == told[1]
            drive = beds[0].frame.lock
            driven = driven + 40 if drive else 0
            if driven >= 300 and not jammed:
                bolt = 1 if drive > 0 else 0
