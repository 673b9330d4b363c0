"""Long random runs: the core in worlds that go wrong, and a pile that is used every day."""
