"""Long random runs: the core in worlds that go wrong, a pile that is used every day, plans."""
