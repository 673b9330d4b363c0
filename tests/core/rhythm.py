"""What each tick does, as one word: the rhythm of looks, turns, urgent steps and demands."""

TURNS = "0123456789abcdef"
URGENT = "TBPFODJR"  # tell, bolt, publish, fill, outputs, decide, judge, read
STEPS = "r--oj"  # of a new demand: read, outputs, judge


class Rhythm:
    """Notes the steps of a charging pile that is about to begin a round, its shell silent.

    L is a look that takes a step's place, l one that does not; a dot is a row of the trace.
    """

    def __init__(self, pile):
        self.pile = pile
        outlet = self._outlet = pile.outlet
        while outlet._turn or outlet._due or outlet._news:
            pile.step()
        pile.alive = False
        self._tick = ""
        self._traced = False
        outlet._turns = self._told(TURNS, outlet._turns)
        outlet._urgent = self._told(URGENT, outlet._urgent)
        outlet._steps = self._told(STEPS, outlet._steps)
        self._look, outlet._look = outlet._look, self._looks
        self._trace, outlet._trace = outlet._trace, self._traces

    def _told(self, names, steps):
        return tuple([step and self._step(name, step) for name, step in zip(names, steps)])

    def _step(self, name, step):
        def told(frame):
            self._tick += name
            step(frame)

        return told

    def _looks(self, frame, apart):
        took = self._look(frame, apart)
        self._tick += "L" if took else "l"
        return took

    def _traces(self, frame, state, l1_ma):
        self._tick += "."
        self._trace(frame, state, l1_ma)

    def run(self, ticks, happens):
        """Return the words of so many ticks; `happens(pile, number)` comes before each."""
        words = []
        for number in range(ticks):
            self._tick = ""
            happens(self.pile, number)
            self.pile.hal.now_ms += 10
            self._outlet.tick()
            words.append(self._tick or "-")
        return " ".join(words)
