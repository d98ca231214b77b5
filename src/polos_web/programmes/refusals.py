"""What an action answers where it cannot be done."""

from django.core.exceptions import ValidationError


class NotNow(ValidationError):
    """Something cannot be done as things stand; the message says why and what to do, in words of the page."""

    def __str__(self) -> str:
        return " ".join(self.messages)


class Changed(Exception):
    """Somebody else has changed the same meanwhile; nothing was written."""
