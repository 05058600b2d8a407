"""A command that cannot do what it was asked for, and says why."""


class Refusal(Exception):  # noqa: N818 (it is an answer, not an error of the program)
    """The message is for the person at the keyboard; the exit code is 1."""
