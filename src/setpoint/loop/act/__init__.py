"""What to do: levers propose, people or limits decide, corrections are applied and undone."""
