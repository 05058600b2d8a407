"""Reports that people use daily: one file each."""
