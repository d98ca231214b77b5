"""What a synthesis refuses, in words."""


class NotNow(Exception):
    """What was asked for cannot be done at this state of the work; the words say why."""
