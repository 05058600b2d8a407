"""The simulated sales organisation on which the loop is measured and by whose people the demo company lives."""
