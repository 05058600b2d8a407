"""Reports: a page each, the figures behind them, files; and those that people put together."""
