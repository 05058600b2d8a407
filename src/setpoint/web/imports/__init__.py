"""Import: upload, agree, check, run, result, undo."""
