"""What of a simulated company a program can see: its log, with the slips that people make, as flow and facts."""
