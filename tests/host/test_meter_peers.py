"""Every shipped map against a pymodbus server that has what meter_registers says is there."""

import asyncio
import random

import pytest

from meter.rtu import request
from tests.host.meter_registers import METERS, SERIAL, eastron, f, u32
from tests.host.meter_watch import assert_true, make, played, watch

STRANGE = 0x3000  # registers only another master asks for


@pytest.mark.parametrize("name", sorted(METERS))
def test_a_meter_is_read_as_its_rows_say(name):
    async def play(peer):
        meter = make(name, peer)
        found = []

        async def check(reading):
            if reading is not None:
                assert_true(name, reading)
                found.append(reading)

        await watch(meter, peer, 4, check)
        assert len(found) > 25
        assert found[-1].serial == str(METERS[name][5])
        notes = dict(meter.notes())
        assert notes.pop("answers") > 8
        assert not any(notes.values()), notes

    played(METERS[name][0], play)


@pytest.mark.parametrize("name", sorted(METERS))
def test_20_percent_of_bad_frames_are_not_noticed(name):  # REQ-MTR-1
    async def play(peer):
        meter = make(name, peer)
        seen = []

        async def check(reading):
            seen.append(reading is not None)
            if reading is not None:
                assert_true(name, reading)
                if reading.guards:
                    assert peer.now_ms - reading.at_ms <= 3000

        await watch(meter, peer, 120, check)
        first = seen.index(True)
        assert first < 50  # 5 s
        assert all(seen[first:]), f"stale {seen[first:].count(False)} times, {meter.notes()}"
        assert min(peer.hits.values()) > 10

    played(METERS[name][0], play, faults=0.2, seed=len(name))


@pytest.mark.parametrize("name", ["sdm630", "iem3155", "ddsu666"])
def test_another_master_s_answers_are_never_taken(name):
    # it asks the same meter, and one beside it, for as many registers as we do
    async def play(peer):
        meter = make(name, peer)
        others = []
        for block in meter.blocks[:3]:
            asked = bytes(block.request)
            first = asked[2] << 8 | asked[3]
            others += [request(number, asked[1], first, asked[5]) for number in (1, 2)]
            others.append(request(1, asked[1], STRANGE, asked[5]))
        seen = []

        async def disturb():
            dice = random.Random(7)
            while True:
                await peer.idle(dice.randint(150, 700))
                peer.foreign(bytes(dice.choice(others)))

        async def check(reading):
            seen.append(reading is not None)
            if reading is not None:
                assert_true(name, reading)

        noise = asyncio.create_task(disturb())
        await watch(meter, peer, 120, check)
        noise.cancel()
        assert seen.count(True) > 1080
        notes = dict(meter.notes())
        assert notes["frames that were not ours"] > 5

    registers = {
        function: values | {STRANGE + at: [0x4248] for at in range(40)}
        for function, values in METERS[name][0].items()
    }
    played(registers, play, ids=(1, 2))


def test_a_meter_swapped_mid_life_is_another_register_and_serial():  # S26
    async def play(peer):
        meter = make("sdm630", peer)
        seen = []

        async def check(reading):
            if reading is not None:
                seen.append((reading.energy_wh, reading.serial))

        for wh in range(5000000, 5000100, 10):
            await peer.change(4, 0x48, f(wh / 1000))
            await watch(meter, peer, 5, check)
        peer.faults = 1.0  # it is taken out
        await watch(meter, peer, 60, check)
        assert len(seen) < 700
        peer.faults = 0.2
        await peer.change(4, 0x48, f(12.5))
        await peer.change(3, 0xFC00, u32(SERIAL + 1))
        await watch(meter, peer, 150, check)
        before = [wh for wh, _ in seen if wh > 1000000]
        after = [wh for wh, _ in seen if wh < 1000000]
        assert seen[: len(before)] == [row for row in seen if row[0] > 1000000]  # never back
        assert before == sorted(before)
        assert max(before) - 5000090 in (0, -1)  # a single cannot be nearer
        assert set(after) == {12500}
        assert seen[-1] == (12500, str(SERIAL + 1))
        assert meter.energy.jumps == 1

    played(eastron(3), play, faults=0.2)
