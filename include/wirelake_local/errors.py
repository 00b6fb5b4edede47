"""What can go wrong with the stack on this machine."""


class StackError(Exception):
    """The stack cannot do what was asked; the message names the cause and the log to read."""
