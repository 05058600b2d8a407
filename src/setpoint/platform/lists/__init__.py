"""Lists of records: what each kind can show, how its rows are asked for, read page by page, counted, exported."""
