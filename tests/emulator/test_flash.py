"""Flash: stock erases and programs in no time; here both take the chip's, and power can fail."""

from tests.emulator.bare import APB, put, sleeping, without
from tools.emulator.corrections import ALL
from tools.emulator.corrections.flash import (
    PAGE_PROGRAM,
    SECTOR_ERASE,
    correct_flash_time,
)

SSI_ENABLE, SSI_DATA = 0x18000008, 0x18000060
SELECT = APB + 0x18000 + 8 + 4  # GPIO_QSPI_SS CTRL, whose override the SDK selects the flash with
LOW, HIGH = 2 << 8, 3 << 8
WRITE_ENABLE, STATUS = 0x06, 0x05
SECTOR = 0x10000
ADDRESS = SECTOR.to_bytes(3, "big")


def command(machine, *message):
    """Send a command; return what came back."""
    put(machine, (SELECT, LOW))
    answer = []
    for byte in message:
        put(machine, (SSI_DATA, byte))
        answer.append(machine.mcu.read_uint32(SSI_DATA))
    put(machine, (SELECT, HIGH))
    return answer


def ready(form, corrected=ALL, **options):
    machine = sleeping(form, corrected, **options)
    put(machine, (SSI_ENABLE, 1), (SELECT, HIGH))
    return machine


def busy(machine):
    return bool(command(machine, STATUS, 0)[1] & 1)


def write(machine, opcode, data=b""):
    command(machine, WRITE_ENABLE)
    command(machine, opcode, *ADDRESS, *data)


def test_an_erase_takes_its_time(form):
    for corrected, takes in ((without(correct_flash_time), False), (without(), True)):
        machine = ready(form, corrected)
        machine.mcu.flash[SECTOR] = 0
        write(machine, SECTOR_ERASE)
        assert machine.mcu.flash[SECTOR] == 0xFF
        assert busy(machine) is takes
        machine.run_us(44_900)
        assert busy(machine) is takes
        machine.run_us(200)
        assert not busy(machine)


def test_the_worst_chip_takes_400_ms_and_a_page_0_4(form):
    machine = ready(form, erase_ms=400.0)
    write(machine, SECTOR_ERASE)
    machine.run_us(399_000)
    assert busy(machine)
    machine.run_us(1_100)
    write(machine, PAGE_PROGRAM, b"\x0f")
    assert machine.mcu.flash[SECTOR] == 0x0F
    machine.run_us(350)
    assert busy(machine)
    machine.run_us(100)
    assert not busy(machine)
    assert [each[1:] for each in machine.flash_log] == [
        (SECTOR_ERASE, SECTOR),
        (PAGE_PROGRAM, SECTOR),
    ]


def test_failing_power_keeps_a_write_from_taking_effect(form):
    machine = ready(form)
    asked = []

    def fail(opcode, address, data):
        asked.append((opcode, address, data))
        return False

    machine.flash_hook = fail
    write(machine, PAGE_PROGRAM, b"\x01\x02")
    assert asked == [(PAGE_PROGRAM, SECTOR, b"\x01\x02")]
    assert machine.mcu.flash[SECTOR] == 0xFF
    assert not machine.flash_log
    machine.flash_hook = None
    write(machine, PAGE_PROGRAM, b"\x01\x02")
    assert bytes(machine.flash_image()[SECTOR : SECTOR + 2]) == b"\x01\x02"


def test_without_write_enable_nothing_happens(form):
    machine = ready(form)
    command(machine, PAGE_PROGRAM, *ADDRESS, 0)
    assert machine.mcu.flash[SECTOR] == 0xFF
    assert not machine.flash_log
