"""The list of activities, and planning one."""
