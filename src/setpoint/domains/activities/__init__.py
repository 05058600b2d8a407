"""Tasks, calls and meetings: what is to be done, by whom and when."""
