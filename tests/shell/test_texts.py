from core import faults, states
from core.faults import FAULTS
from shell import fault_texts, texts

# The 16 error codes of OCPP 1.6, section 7.6.
CODES = (
    "ConnectorLockFailure",
    "EVCommunicationError",
    "GroundFailure",
    "HighTemperature",
    "InternalError",
    "LocalListConflict",
    "NoError",
    "OtherError",
    "OverCurrentFailure",
    "OverVoltage",
    "PowerMeterFailure",
    "PowerSwitchFailure",
    "ReaderFailure",
    "ResetFailure",
    "UnderVoltage",
    "WeakSignal",
)


def is_chinese(text):
    return any(ord(letter) > 0x4E00 for letter in text)


def check_pair(en, zh):
    assert en and en == en.strip(), en
    assert zh and zh == zh.strip(), zh
    assert not is_chinese(en), en
    assert is_chinese(zh), zh
    for half_width in (", ", "; ", ": "):
        assert half_width not in zh, zh


def test_every_fault_has_its_row_of_texts():
    assert len(fault_texts.ROWS) == len(FAULTS) == faults.COUNT
    for number in range(faults.COUNT):
        row = fault_texts.ROWS[number]
        assert row[0] == FAULTS[number][0]
        assert len(row) == 7
        for column in (texts.TEXT, texts.CAUSE, texts.ACTION):
            check_pair(row[column], row[column + 1])


def test_no_two_faults_read_the_same():
    for column in (texts.TEXT, texts.TEXT + 1):
        assert len({row[column] for row in fault_texts.ROWS}) == faults.COUNT


def test_every_fault_has_its_ocpp_code():
    assert [row[0] for row in texts.OCPP] == [row[0] for row in FAULTS]
    for number in range(faults.COUNT):
        code, vendor = texts.ocpp(number)
        assert code in CODES
        assert vendor == FAULTS[number][0]
        assert len(vendor) <= 50  # OP-034


def test_ocpp_codes_of_the_standard_s_table():
    table = (
        ("OP-020", "ConnectorLockFailure", ("lock_open", "lock_stuck")),
        ("OP-021", "EVCommunicationError", ("cp_diode", "cp_short", "cp_invalid")),
        ("OP-022", "GroundFailure", ("rcd_trip", "pe_lost")),
        ("OP-023", "HighTemperature", ("over_temperature",)),
        ("OP-024", "InternalError", ("internal", "rcd_test", "cp_generator")),
        ("OP-026", "OverCurrentFailure", ("over_current",)),
        ("OP-027", "OverVoltage", ("over_voltage",)),
        ("OP-027", "UnderVoltage", ("under_voltage",)),
        ("OP-029", "PowerSwitchFailure", ("welded", "no_close", "mirror")),
    )
    for row, code, names in table:
        for name in names:
            assert texts.ocpp(texts.fault_number(name))[0] == code, (row, name)


def test_every_state_and_reason_has_its_texts():
    assert len(texts.STATE_TEXTS) == len(states.STATES)
    assert len(texts.REASON_TEXTS) == len(states.REASONS)
    for en, zh in texts.STATE_TEXTS + texts.REASON_TEXTS + (texts.DRIFT, texts.COMMANDS_END):
        check_pair(en, zh)


def test_both_languages():
    assert texts.fault(faults.ESTOP, texts.TEXT, 1) == "急停"
    assert texts.state(states.CHARGING, 1) == "充电中"


def test_numbers_and_names():
    assert texts.fault_number("welded") == faults.WELDED
    assert texts.fault_number("nothing") == -1
    assert texts.fault_name(-1) == texts.reason_name(-1) == "none"
    assert texts.bits(0b1001) == [0, 3]
    assert texts.bits(0) == []
