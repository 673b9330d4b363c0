"""Packages of the firmware: signed here, staged on a pile that goes on running, put on trial."""
