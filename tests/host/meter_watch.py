"""A meter's driver on a pymodbus server, watched as the shell would read it."""

import asyncio

from meter.master import Master
from meter.modbus import ModbusMeter
from meter.plan import complete, plan
from tests.host.meter_registers import AMPS, ENERGY_WH, HERTZ, METERS, POWER, VOLTS
from tests.host.modbus_peer import Peer
from tests.meter.maps import shipped

STALE = OSError


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
