"""How fast and how right the gate is, beside hand-written SQL over raw events: `python -m tests.bench`."""
