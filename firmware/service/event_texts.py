"""The words of service.event_codes: for log(), for tools and for the documentation."""

FAULT = "fault"  # a is a number of core.faults

_CAUSES = (
    ("cause not known", "原因不明"),
    ("power on", "上电"),
    ("hard reset", "硬复位"),
    ("watchdog or restart", "看门狗或重启"),
    ("deep sleep", "深度睡眠"),
    ("soft reset", "软复位"),
)
_QUALITIES = (
    ("nobody", "未校准"),
    ("the clock chip", "电池时钟"),
    ("platform or console", "平台或控制台"),
    ("network time", "网络时间"),
)
_LOGINS = (("wrong secret", "密码错误"), ("good", "成功"))
_LOGOUTS = (("logout", "退出"), ("silence", "超时"))
_STAGES = (
    ("begun", "开始"),
    ("to be tried", "待试运行"),
    ("confirmed", "已确认"),
    ("fallen back", "已回退"),
    ("refused", "被拒绝"),
)
_SWITCH = (("closed", "关闭"), ("opened", "打开"))
_RESULTS = (("failed", "未通过"), ("passed", "通过"))

# code, name, words of a (() = a number), English, Chinese; {a}, {b} and {text} of the event
ROWS = (
    (1, "boot", _CAUSES, "start ({a}) {text}", "启动（{a}）{text}"),
    (2, "fault", FAULT, "fault {a}", "故障 {a}"),
    (3, "cleared", FAULT, "fault {a} cleared", "故障 {a} 已恢复"),
    (4, "crash", (), "an error of ours, job {b}: {text}", "程序异常，任务 {b}：{text}"),
    (5, "setting", (), "setting changed: {text}", "设置已修改：{text}"),
    (6, "clock", _QUALITIES, "clock set by {a}, put by {b} s", "校时：{a}，调整 {b} 秒"),
    (7, "login", _LOGINS, "login of the installer: {a}", "安装员登录：{a}"),
    (8, "logout", _LOGOUTS, "the installer left: {a}", "安装员退出：{a}"),
    (9, "update", _STAGES, "update {a} {text}", "升级{a} {text}"),
    (10, "calibration", (), "calibrated: {text}", "已标定：{text}"),
    (11, "drift", (), "{text} is {a} mV off its rail", "{text} 偏离基准 {a} mV"),
    (12, "trouble", (), "{text}", "{text}"),
    (13, "provisioned", (), "provisioned as {text}", "出厂写入：{text}"),
    (14, "service", _SWITCH, "raw console {a}", "原始控制台{a}"),
    (15, "bringup", _RESULTS, "bring-up, {text}: {a}", "调试 {text}：{a}"),
    (16, "lost", (), "{a} events were not kept", "{a} 条事件未保存"),
)
