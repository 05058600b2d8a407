"""The one bridge between the world of arrays and the real records of the demo company."""
