"""The loop at work in a simulated company: turns, levers, hold-outs and what they taught, without a database."""
