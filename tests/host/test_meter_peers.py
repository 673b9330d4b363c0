"""Every shipped map against a pymodbus server that has what standards.md 7.2 says is there.

The registers here are written from the rows MB-001 to MB-104, not from the maps.
"""

import asyncio
import random

import pytest

from meter.master import Master
from meter.modbus import ModbusMeter
from meter.plan import complete, plan
from meter.rtu import request
from tests.host.modbus_peer import Peer, little, words
from tests.meter.maps import shipped

STALE = OSError


def f(value):
    return words("f", value)


def u32(value):
    return words("I", value)


def s32(value):
    return words("i", value)


def s32_little(value):
    return little("i", value)


STRANGE = 0x3000  # registers only another master asks for
SERIAL = 0x0133F2A7
EASTRON_SERIAL = {0xFC00: u32(SERIAL)}
# What the meters measure: V, A, W, Hz, Wh.
VOLTS = (230.5, 229.25, 231.0)
AMPS = (15.5, 16.25, 14.75)
POWER = 10706.5
HERTZ = 49.75
ENERGY_WH = 12345500


def eastron(phases):
    """MB-001 to MB-007; between the values of a single phase there is nothing but zeros."""
    inputs = {at: [0] for at in range(0x4C)}
    for phase in range(phases):
        inputs |= spread(0x0000 + 2 * phase, f(VOLTS[phase]))
        inputs |= spread(0x0006 + 2 * phase, f(AMPS[phase]))
        inputs |= spread(0x000C + 2 * phase, f(POWER if phases == 1 else POWER / 3))
    if phases == 3:
        inputs |= spread(0x0034, f(POWER))
    inputs |= spread(0x0046, f(HERTZ))
    inputs |= spread(0x0048, f(ENERGY_WH / 1000))
    inputs |= spread(0x004A, f(77.0))
    return {4: inputs, 3: dict(EASTRON_SERIAL)}


def spread(at, values):
    return {at + index: [value] for index, value in enumerate(values)}


def abb():
    """MB-020 to MB-025; line to line voltages and neutral current stand between."""
    holding = {at: [0x0101] for at in range(0x5B00, 0x5B2C)}
    for phase in range(3):
        holding |= spread(0x5B00 + 2 * phase, u32(round(VOLTS[phase] * 10)))
        holding |= spread(0x5B0C + 2 * phase, u32(round(AMPS[phase] * 100)))
    holding |= spread(0x5B14, s32(round(POWER * 100)))
    holding |= spread(0x5B2C, words("H", round(HERTZ * 100)))
    holding |= spread(0x5000, words("Q", ENERGY_WH // 10))
    holding |= spread(0x5004, words("Q", 99))
    holding |= spread(0x8900, u32(SERIAL))
    return {3: holding}


def gavazzi(hertz_at, energy_at):
    """MB-040 to MB-045: what is there only, the lowest word first."""
    inputs = {at: [0x0101] for at in range(0x2A)}
    for phase in range(3):
        inputs |= spread(0x0000 + 2 * phase, s32_little(round(VOLTS[phase] * 10)))
        inputs |= spread(0x000C + 2 * phase, s32_little(round(AMPS[phase] * 1000)))
    inputs |= spread(0x0028, s32_little(round(POWER * 10)))
    inputs |= spread(hertz_at, words("h", round(HERTZ * 10)))
    inputs |= spread(energy_at, s32_little(ENERGY_WH // 100))
    inputs |= spread(energy_at + 2, s32_little(5))
    return {4: inputs}


def schneider():
    """MB-060 to MB-064; line to line voltages and their mean stand before those of MB-061."""
    holding = {at: [0x4142] for at in range(0x0BCB, 0x0BD3)}
    for phase in range(3):
        holding |= spread(0x0BB7 + 2 * phase, f(AMPS[phase]))
        holding |= spread(0x0BD3 + 2 * phase, f(VOLTS[phase]))
        holding |= spread(0x0BED + 2 * phase, f(POWER / 3000))
    holding |= spread(0x0BF3, f(POWER / 1000))
    holding |= spread(0x0C25, f(HERTZ))
    holding |= spread(0x0C83, words("q", ENERGY_WH))
    return {3: holding}


def dtsu666():
    """MB-080 to MB-085."""
    holding = {}
    for phase in range(3):
        holding |= spread(0x2006 + 2 * phase, f(VOLTS[phase] * 10))
        holding |= spread(0x200C + 2 * phase, f(AMPS[phase] * 1000))
        holding |= spread(0x1020 + 2 * phase, f(1.0))
    holding |= spread(0x2012, f(POWER * 10))
    holding |= spread(0x2044, f(HERTZ * 100))
    holding |= spread(0x101E, f(ENERGY_WH / 1000))
    return {3: holding}


def ddsu666():
    """MB-080 to MB-084, 1 phase; the frequency stands at 0x200E in public code (Tasmota)."""
    rows = (0x2000, VOLTS[0]), (0x2002, AMPS[0]), (0x2004, POWER / 1000)
    rows += (0x200E, HERTZ), (0x4000, ENERGY_WH / 1000), (0x400A, 3.0)
    holding = {}
    for at, value in rows:
        holding |= spread(at, f(value))
    return {3: holding}


def pzem():
    """MB-100 to MB-104: power and energy end at 10 registers."""
    inputs = spread(0, words("H", round(VOLTS[0] * 10)))
    inputs |= spread(1, little("I", round(AMPS[0] * 1000)))
    inputs |= spread(3, little("I", round(POWER * 10)))
    inputs |= spread(5, little("I", ENERGY_WH))
    inputs |= spread(7, words("H", round(HERTZ * 10)))
    inputs |= spread(8, [95, 0])
    return {4: inputs}


def sdm72():
    """MB-010."""
    inputs = spread(0x0034, f(POWER)) | spread(0x0048, f(ENERGY_WH / 1000))
    return {4: inputs | spread(0x004A, f(1.0)) | spread(0x0156, f(2.0)), 3: EASTRON_SERIAL}


# Map: registers, phases, steps of V, A (in thousandths) and Hz, serial.
METERS = {
    "sdm120": (eastron(1), 1, 1, 1, 1, SERIAL),
    "sdm630": (eastron(3), 3, 1, 1, 1, SERIAL),
    "sdm72": (sdm72(), 0, 1, 1, 1, SERIAL),
    "abb_b23": (abb(), 3, 100, 10, 10, SERIAL),
    "em340": (gavazzi(0x33, 0x34), 3, 100, 1, 100, ""),
    "em24": (gavazzi(0x37, 0x42), 3, 100, 1, 100, ""),
    "iem3155": (schneider(), 3, 1, 1, 1, ""),
    "dtsu666": (dtsu666(), 3, 1, 1, 1, ""),
    "ddsu666": (ddsu666(), 1, 1, 1, 1, ""),
    "pzem004t": (pzem(), 1, 100, 1, 100, ""),
}


def make(name, peer):
    """Return the driver of a map on a peer's line."""
    meter_map = complete(shipped(name))
    line = peer.line(meter_map["baud"])
    master = Master(line, meter_map["answer_ms"])
    phases = METERS[name][1] or 3
    return ModbusMeter(master, plan(meter_map, 1), phases, 50000, line)


def assert_true(name, reading, energies_wh=(ENERGY_WH,)):
    """Compare a reading with what the meter measures, to its own resolution."""
    _, phases, volt_step, amp_step, hertz_step, serial = METERS[name]
    for phase in range(3):
        volts, amps = (VOLTS[phase], AMPS[phase]) if phase < phases else (0, 0)
        assert abs(reading.voltage_mv[phase] - volts * 1000) <= volt_step / 2, name
        assert abs(reading.current_ma[phase] - amps * 1000) <= amp_step / 2, name
    assert reading.guards == (phases > 0)
    assert abs(reading.power_mw - POWER * 1000) <= 50, name
    if phases:
        assert abs(reading.frequency_mhz - HERTZ * 1000) <= hertz_step / 2, name
    assert reading.energy_wh in energies_wh, name
    assert reading.energy_mwh // 1000 == reading.energy_wh
    assert reading.serial in ("", str(serial)), name


async def watch(meter, peer, seconds, check):
    """Let the driver run; `check(reading or None)` each 100 ms, as the shell would read."""
    task = asyncio.create_task(meter.run())
    end_ms = peer.now_ms + seconds * 1000
    next_ms = peer.now_ms
    try:
        while peer.now_ms < end_ms and not task.done():
            await asyncio.sleep(0)
            if peer.now_ms >= next_ms:
                next_ms += 100
                try:
                    reading = meter.read()
                except STALE:
                    reading = None
                await check(reading)
        if task.done():
            task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def played(registers, play, **options):
    """Run `play(peer)` with a server."""

    async def run():
        peer = Peer(registers, **options)
        await peer.start()
        try:
            await play(peer)
        finally:
            await peer.stop()

    asyncio.run(run())


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
