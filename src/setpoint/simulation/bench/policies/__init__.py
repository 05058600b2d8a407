"""Ways to steer, by the names that the command line takes; one file each."""
