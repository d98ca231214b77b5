"""What cannot be done at the stage a survey, a wave or a Delphi is in."""


class NotNow(Exception):
    """The survey or wave is not in a state in which this can be done; the words say why."""
