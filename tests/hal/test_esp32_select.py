"""Selection by rank against sorting, on many arrays."""

import array

from tests.hal.fake_esp32 import load
from tests.no_alloc import no_alloc
from tools.world.noise import Noise


def _select():
    load()
    return __import__("sys").modules["hal.esp32_burst"].select


def test_selects_what_sorting_puts_there_and_parts_the_rest():
    select, noise = _select(), Noise(7)
    for count in (1, 2, 3, 24, 64, 66):
        for spread in (1, 2, 5, 3000):
            for _ in range(20):
                values = [noise.below(spread) for _ in range(count)]
                rank = noise.below(count)
                samples = array.array("i", values)
                wanted = sorted(values)
                assert select(samples, 0, count - 1, rank) == wanted[rank]
                assert max(list(samples)[: rank + 1]) == wanted[rank]
                assert min(list(samples)[rank:]) == wanted[rank]
                assert sorted(samples) == wanted


def test_selects_in_sorted_and_reversed_arrays_without_allocating():
    select = _select()
    up = array.array("i", range(66))
    down = array.array("i", range(65, -1, -1))
    with no_alloc():
        for rank in range(66):
            assert select(up, 0, 65, rank) == rank
            assert select(down, 0, 65, rank) == rank
