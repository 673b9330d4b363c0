"""States, reasons, faults and commands in English and Chinese; OCPP 1.6 error codes."""

from core.faults import FAULTS
from core.states import REASONS, STATES

STATE_TEXTS = (
    ("self-test", "自检中"),
    ("free", "空闲"),
    ("car plugged, no energy for it now", "已插枪，暂不供电"),
    ("energy on offer, the car does not ask", "可充电，车辆未请求"),
    ("the car asks, last checks run", "车辆已请求，合闸前检查"),
    ("charging", "充电中"),
    ("stopping, the car was asked to", "正在停止，已通知车辆"),
    ("waking the car", "正在唤醒车辆"),
    ("fault", "故障"),
)

REASON_TEXTS = (
    ("the self-test after power-up runs", "上电自检进行中"),
    ("a fault must clear first", "故障未清除"),
    ("no car is plugged", "未插枪"),
    (
        "the settings are missing or damaged, something is saved, or a restart was asked for",
        "设置缺失或损坏，正在保存，或正在重启",
    ),
    ("nobody has authorised this car", "尚未授权"),
    ("the controller's main job is silent", "主程序无响应"),
    ("a limit leaves less than 6 A", "限流低于 6 A"),
    ("random wait after the mains came back", "恢复供电后的随机等待"),
    ("too hot", "温度过高"),
    ("no measurement, and the meter policy wants one", "电表无数据，按策略暂停"),
    ("the car asks for ventilation that is not there", "车辆要求通风，现场不具备"),
    ("the pilot rests for 3 s", "导引信号暂停 3 秒"),
    ("the residual-current test runs", "漏电自检进行中"),
    ("the plug is not locked yet", "枪锁未锁止"),
    ("the contactor rests", "接触器冷却间隔中"),
    ("the contactor is not proven open", "尚未确认接触器已断开"),
    ("stopping", "正在停止"),
    ("a wake-up of the car runs", "正在唤醒车辆"),
    ("everything is ready, the car does not ask for energy", "一切就绪，等待车辆请求"),
    ("the car has just asked, last checks run", "车辆刚请求，正在检查"),
)

DRIFT = (  # rail, mV
    "the pilot's %s reads %d mV off: measure it; then its supply, or calibrate()",
    "导引 %s 读数偏差 %d mV：先实测，再检查其电源或 calibrate()",
)

# OCPP 1.6 errorCode of each fault, OP-020..OP-033; the vendorErrorCode is the fault's name
OCPP = (
    ("internal", "InternalError"),
    ("welded", "PowerSwitchFailure"),
    ("estop", "OtherError"),
    ("rcd_trip", "GroundFailure"),
    ("rcd_error", "InternalError"),
    ("rcd_test", "InternalError"),
    ("pe_lost", "GroundFailure"),
    ("gate", "InternalError"),
    ("mirror", "PowerSwitchFailure"),
    ("no_close", "PowerSwitchFailure"),
    ("cp_diode", "EVCommunicationError"),
    ("cp_short", "EVCommunicationError"),
    ("cp_invalid", "EVCommunicationError"),
    ("cp_range", "EVCommunicationError"),
    ("cp_generator", "InternalError"),
    ("sampler", "InternalError"),
    ("pp_invalid", "OtherError"),
    ("pp_changed", "OtherError"),
    ("lock_open", "ConnectorLockFailure"),
    ("lock_stuck", "ConnectorLockFailure"),
    ("over_current", "OverCurrentFailure"),
    ("over_voltage", "OverVoltage"),
    ("under_voltage", "UnderVoltage"),
    ("frequency", "OtherError"),
    ("phase_loss", "UnderVoltage"),
    ("over_temperature", "HighTemperature"),
    ("temperature_sensor", "OtherError"),
)

COMMANDS = (  # of the console: how to use, what it is for
    ("status()", "what the pile is doing", "当前状态"),
    ("why()", "why it is not charging, or what limits it", "为何未充电，或受何限制"),
    ("faults()", "faults, their causes and what to do", "故障、原因与处理"),
    ("events()", "what happened lately", "最近事件"),
    ("log()", "what happened, across resets; log(5) the last five", "事件日志（重启后仍保留）"),
    ("inputs()", "everything that is measured", "所有测量值"),
    ("sessions()", "the last sessions; sessions(7) all of one", "充电记录；sessions(7) 看详情"),
    ("export()", "all sessions as CSV, with signatures", "导出全部记录（CSV）"),
    ("tariff()", "prices; tariff(price=0.35) sets one", "电价；tariff(price=0.35) 设置"),
    ("clock()", "the time; clock('2026-01-01 12:00') sets it", "时间；带参数则校准"),
    ("plan()", "orderly charging: plan('need', 20, '07:00'), plan('now')", "有序充电计划"),
    ("schedule()", "the weekly schedule; schedule('add', ...) a slot", "每周时段表"),
    (
        "profile()",
        "charging profiles; profile('clear')",
        "充电计划（OCPP）；profile('clear') 清除",
    ),
    ("start()", "authorise the car, or the next one", "授权充电"),
    ("stop()", "end the session's energy", "结束本次充电"),
    ("cards()", "the card list; cards('learn') adds cards", "卡名单；cards('learn') 学习新卡"),
    ("space()", "whose the parking space is, reservations", "车位时段与预约"),
    ("windows()", "hours of the space; windows('rest owner') sets them", "车位时段；带参数则设置"),
    (
        "reserve(5, '04A1B2C3', 0, '2026-03-01 18:00')",
        "keep the space for a card, from now until then",
        "预约车位",
    ),
    ("unreserve(5)", "cancel a reservation", "取消预约"),
    ("group()", "load sharing: who is there, who may use what", "群组负荷分配"),
    ("factory()", "serial, board, calibration, keys of this pile", "序列号、主板、校准与密钥"),
    ("watch()", "what a monitor shows; watch('unit')", "监视器数据"),
    ("trace()", "the pilot around the last fault, every 20 ms", "最近故障前后的波形"),
    ("settings()", "all settings", "全部设置"),
    ("set(max_current_a=10)", "change settings", "修改设置"),
    (
        "limit(10)",
        "limit the current, A; limit(10, 60) for 60 s",
        "限流（安）；limit(10, 60) 限 60 秒",
    ),
    ("clear()", "clear faults; clear('name'), clear('limits'), clear('delay')", "清除故障或限流"),
    ("bundle()", "everything for support: python -m tools.report PORT", "诊断信息包"),
    (
        "bringup()",
        "check a new pile step by step; bringup('cp B') does one",
        "逐步调试新桩；bringup('cp B') 做一步",
    ),
    ("selftest()", "test residual-current device and contactor", "漏电与接触器自检"),
    ("unlock()", "stop, then release the plug", "停止并解锁"),
    ("wake()", "wake a sleeping car", "唤醒车辆"),
    ("login('secret')", "become the installer", "安装人员登录"),
    ("logout()", "be the operator again", "退出登录"),
    ("update()", "which version runs, on trial or not, and what comes", "固件版本与升级"),
    (
        "calibrate()",
        "calibration; calibrate('cp', 12010) takes a level",
        "校准；带参数则采集标准值",
    ),
    ("service()", "open the raw console of production mode", "打开原始控制台（生产模式）"),
    ("restart()", "stop, then restart the pile", "停止并重启"),
)
COMMANDS_END = (
    "each takes lang='zh' or 'en', most json=True for programs",
    "每个命令可带 lang='en' 或 'zh'，多数可带 json=True（供程序读取）",
)

# columns of fault_texts.ROWS, English; Chinese stands beside it
TEXT = 1
CAUSE = 3
ACTION = 5


def state(number, lang):
    """Return the text of a state; `lang` 0 English, 1 Chinese."""
    return STATE_TEXTS[number][lang]


def reason(number, lang):
    """Return the text of a WHY_* reason."""
    return REASON_TEXTS[number][lang]


def fault(number, column, lang):
    """Return TEXT, CAUSE or ACTION of a fault."""
    from shell import fault_texts

    return fault_texts.ROWS[number][column + lang]


def amps(milliamps):
    """Return mA as text in A with one decimal, rounded."""
    tenths = (milliamps + 50) // 100
    return "%d.%d A" % (tenths // 10, tenths % 10)


def counted(number, noun):
    """Return a number of things in English: "1 card", "2 cards"."""
    return "%d %s%s" % (number, noun, "" if number == 1 else "s")


def ocpp(number):
    """Return (errorCode, vendorErrorCode) of a fault."""
    return OCPP[number][1], FAULTS[number][0]


def fault_number(name):
    """Return the number of the fault `name`, or -1."""
    return _place(name, [row[0] for row in FAULTS])


def state_name(number):
    """Return the code of a state."""
    return STATES[number]


def reason_name(number):
    """Return the code of a reason, "none" for -1."""
    return "none" if number < 0 else REASONS[number]


def fault_name(number):
    """Return the code of a fault, "none" for -1."""
    return "none" if number < 0 else FAULTS[number][0]


def bits(mask):
    """Return the numbers of the bits that are set, lowest first."""
    return [number for number in range(30) if mask >> number & 1]


def _place(name, names):
    return names.index(name) if name in names else -1
