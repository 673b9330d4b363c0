"""The documentation of the Modbus slave's registers, from the table the device reads."""
