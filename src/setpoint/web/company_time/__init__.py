"""Company time where it can be moved: in a replay, and in the demo company."""
