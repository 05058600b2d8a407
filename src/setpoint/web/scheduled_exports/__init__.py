"""Views that leave as files by themselves: the list with its files, a new one."""
