"""What is: measures accumulated from facts, per day and scope."""
