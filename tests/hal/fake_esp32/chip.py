"""One ESP32: time, pads, threads, scheduler, watchdog and resets. `the` is the one in use.

What runs in the tick touches integers only: on MicroPython the port's thread has its heap locked.
"""

import _thread

from micropython import const

PINS = const(49)
ADC1 = tuple(range(32, 40))
ADC1_S3 = tuple(range(1, 11))
QUEUE = const(8)  # MICROPY_SCHEDULER_DEPTH

FLOAT = const(0)  # who drives a pad
GPIO = const(1)
LEDC = const(2)

_INPUTS_ONLY = const(34)
_STEP_US = const(200)
_FAR = const(1 << 50)

the = None  # the chip that the fake modules belong to


class TaskDeleted(BaseException):
    """A soft reset deletes every thread but the first, wherever it is."""


_DELETED = TaskDeleted()


class Task:
    """A thread that runs only while the chip lets it: a true thread, one at a time."""

    def __init__(self, function, args, stack):
        self.stack = stack
        self.alive = True
        self.deleted = False
        self.error = None
        self.go = _thread.allocate_lock()
        self.go.acquire()
        self.function = function
        self.args = args


class Chip:
    """Made anew for each test. Pads float and nothing runs, as after power-on."""

    def __init__(self, ledc_bits=16, period_ns=1001600, adc_us=30, adc1=ADC1):
        global the
        the = self
        self.adc1 = adc1
        self.outputs = PINS if adc1 == ADC1_S3 else _INPUTS_ONLY  # pads from here on drive nothing
        self.ledc_bits = ledc_bits
        self.period_ns = period_ns
        self.adc_us = adc_us
        self.now_us = 5000000
        self.board = None  # what is soldered to the pads
        self.nvs = {}
        self.cause = 1
        self.was_reset = False
        self.lost = 0  # callbacks the scheduler had no room for
        self._due_us = self.now_us
        self._back = _thread.allocate_lock()
        self._back.acquire()
        self._power_up()

    def _power_up(self):
        self.tasks = []
        self.running = None
        self.drive = [FLOAT] * PINS
        self.level = [0] * PINS
        self.pull = [0] * PINS
        self.ledc = {}
        self.counters = {}  # units of the PCNT
        self.adc_on = False
        self.wdt_us = _FAR
        self.timers = []
        self.handlers = {}
        self.queue = []
        self.hogged_us = 0

    # time

    def pass_us(self, us):
        """Let time pass up to the instant that `us` puts off; threads run meanwhile."""
        self._due_us += us
        while self.now_us < self._due_us:
            step = self._due_us - self.now_us
            if self.tasks or self.timers:
                step = min(step, _STEP_US)
            self.now_us += max(min(step, self.wdt_us - self.now_us), 0)
            if self.now_us >= self.wdt_us:
                self.hard_reset(3)
            self._fire()
            if self.now_us >= self.hogged_us:
                self.serve()
                for task in self.tasks:
                    self._resume(task)

    def hog(self, us):
        """The shell's thread keeps the GIL for so long: no other runs, no callback either."""
        self.hogged_us = self.now_us + us

    def _fire(self):
        for timer in self.timers:
            while timer.due_us <= self.now_us:
                timer.due_us += timer.period_us
                self.schedule(timer.callback, timer)

    # scheduler

    def schedule(self, function, argument):
        """Put a callback into the queue; the ninth is lost, and nobody hears of it."""
        if len(self.queue) == QUEUE:
            self.lost += 1
        else:
            self.queue.append((function, argument))

    def serve(self):
        """Run what waits, as the VM does between two bytecodes."""
        while self.queue:
            function, argument = self.queue.pop(0)
            function(argument)

    # threads

    def spawn(self, function, args, stack):
        """Make a thread; it first runs when time passes."""
        task = Task(function, args, stack)
        self.tasks.append(task)
        _thread.start_new_thread(self._begin, (task,))

    def _begin(self, task):
        task.go.acquire()
        try:
            if not task.deleted:
                task.function(*task.args)
        except TaskDeleted:
            pass
        except Exception as error:
            task.error = error
        task.alive = False
        self._back.release()

    def _resume(self, task):
        if not task.alive:
            return
        self.running = task
        task.go.release()
        self._back.acquire()
        self.running = None
        if task.error is not None:
            raise task.error

    def yield_gil(self):
        """The running thread lets the others run; in the first thread a little time passes."""
        task = self.running
        if task is None:
            self.now_us += 10
            return
        self._back.release()
        task.go.acquire()
        if task.deleted:
            raise _DELETED

    def _delete_tasks(self):
        for task in self.tasks:
            task.deleted = True
            self._resume(task)
        self.tasks = []

    # pads

    def put(self, pin, level):
        """Write a GPIO's output register."""
        before = self.level[pin]
        self.level[pin] = level
        if before != level and self.drive[pin] == GPIO:
            self.board.changed(pin, level)

    def drive_gpio(self, pin):
        """The GPIO matrix gives the pad to the output register."""
        self.drive[pin] = GPIO
        self.board.changed(pin, self.level[pin])

    def pad(self, pin):
        """Return what stands on a pad now: driven by the chip, by the board, or pulled."""
        drive = self.drive[pin]
        if drive == GPIO:
            return self.level[pin]
        if drive == LEDC:
            return self.ledc[pin].pad(self.now_us)
        outside = self.board.outside(pin)
        if outside >= 0:
            return outside
        return 1 if self.pull[pin] == 2 and pin < self.outputs else 0

    def edge(self, pin, level):
        """The board has changed an input: an interrupt schedules its handler, no more."""
        for counter in self.counters.values():
            counter.edge(pin, level)
        handler = self.handlers.get(pin)
        if handler and handler[1] & (1 if level else 2):
            self.schedule(handler[0], handler[2])

    # resets

    def soft_reset(self):
        """Ctrl-D: threads deleted, LEDC stopped low, pads left as they are."""
        self._delete_tasks()
        for channel in self.ledc.values():
            channel.stop(0)
        self.timers = []
        self.handlers = {}
        self.queue = []

    def hard_reset(self, cause):
        """Every pad lets go. 3 = watchdog, 2 = machine.reset()."""
        self._delete_tasks()
        self._power_up()
        for pin in range(PINS):
            self.board.changed(pin, 0)
        self.cause = cause
        self.was_reset = True
