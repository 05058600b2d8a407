"""Did it work: hold-outs, measured effects, what levers have taught."""
