# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The FIFO of a PIO machine, as utils.fifo has it, with fields C can read."""


cdef class FIFO:
    def __init__(self, unsigned int size):
        self.depth = size
        self.reset()

    def reset(self):
        self.first = 0
        self.used = 0

    def push(self, value):
        if self.used < self.depth:
            self.words[(self.first + self.used) % self.depth] = <unsigned int>(value & 0xFFFFFFFF)
            self.used += 1

    def pull(self):
        cdef unsigned int value
        if not self.used:
            return 0
        value = self.words[self.first]
        self.first = (self.first + 1) % self.depth
        self.used -= 1
        return value

    @property
    def item_count(self):
        return self.used

    @property
    def empty(self):
        return self.used == 0

    @property
    def full(self):
        return self.used == self.depth
