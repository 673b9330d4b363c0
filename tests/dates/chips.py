"""An I2C with clock chips on it: registers as their data sheets lay them out."""


class Bus:
    """`devices` by address; a `fault` is raised instead of the next transaction."""

    def __init__(self, devices):
        self.devices = devices
        self.fault = None
        self.transactions = 0

    def readfrom_mem(self, address, register, count):
        return bytes(self._find(address).registers[register : register + count])

    def writeto_mem(self, address, register, data):
        self._find(address).write(register, data)

    def _find(self, address):
        self.transactions += 1
        if self.fault is not None:
            raise self.fault
        if address not in self.devices:
            raise OSError(19)
        return self.devices[address]


class DS3231:
    """As it comes: stopped (OSF), 2000-01-01, hours of 24."""

    ADDRESS = 0x68

    def __init__(self):
        self.registers = bytearray(0x13)
        self.registers[3:6] = b"\x01\x01\x01"
        self.registers[0x0E] = 0x9C  # EOSC: it would stop on the battery
        self.registers[0x0F] = 0x88

    def write(self, register, data):
        self.registers[register : register + len(data)] = data

    @property
    def runs(self):
        return not self.registers[0x0E] & 0x80


class PCF8563:
    """As it comes: the voltage was low (VL), and it is stopped."""

    ADDRESS = 0x51

    def __init__(self):
        self.registers = bytearray(0x10)
        self.registers[0] = 0x28
        self.registers[2] = 0x80
        self.registers[5:9] = b"\x01\x06\x01\x00"

    def write(self, register, data):
        self.registers[register : register + len(data)] = data

    @property
    def runs(self):
        return not self.registers[0] & 0x20
