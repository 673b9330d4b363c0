"""A start without the pile, that `make flash` asks for."""

import os

from tests.shell.test_main import FOLDER, entry, in_folder, port_that


def test_service_is_one_start_without_the_pile():
    def leave(port):
        if port.ports.looks > 20:
            raise KeyboardInterrupt

    port = port_that(leave)
    paths = (FOLDER + "/board.json", FOLDER + "/store", FOLDER + "/service")

    def start_twice():
        with open(paths[2], "w"):
            pass
        entry().main(*paths)
        assert (port.connects, port.resets) == (0, 0)
        assert "service" not in os.listdir(FOLDER)
        entry().main(*paths)

    in_folder(start_twice)
    assert (port.connects, port.resets) == (1, 1)
