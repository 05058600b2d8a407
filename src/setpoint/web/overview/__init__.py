"""The owner's view: will it be reached, what is at risk, what did the loop do, and how far is it to be trusted."""
