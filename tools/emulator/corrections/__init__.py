"""What the stock peripherals get wrong, one subject a file; ALL is what every chip gets.

Each correction is a function of a Machine. A correction that changes registers is a class put in
front of the peripheral's own by `adopt`; the rest of the peripheral stays as it was.
"""

from tools.emulator.corrections.adc import correct_adc
from tools.emulator.corrections.clocks import correct_clocks
from tools.emulator.corrections.dma import correct_pacing, correct_pwm_requests, correct_transfers
from tools.emulator.corrections.flash import correct_flash_time
from tools.emulator.corrections.pads import correct_listeners, correct_loopback
from tools.emulator.corrections.pio import correct_pio
from tools.emulator.corrections.pwm import correct_enable
from tools.emulator.corrections.reset import correct_reset
from tools.emulator.corrections.uart import correct_uart
from tools.emulator.corrections.usb import correct_usb

ALL = (
    correct_clocks,
    correct_usb,
    correct_uart,
    correct_adc,
    correct_pacing,
    correct_transfers,
    correct_pwm_requests,
    correct_enable,
    correct_pio,
    correct_listeners,
    correct_loopback,
    correct_reset,
    correct_flash_time,
)
