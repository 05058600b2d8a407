"""Whether it matters: expected to date, forecasts, verdicts, cases."""
