"""A register of plainly invented orchards, and people who keep it."""

from web.orchards import grove, orchard
from web.people import make_person, no_attempts_before, sign_in

__all__ = ["grove", "make_person", "no_attempts_before", "orchard", "sign_in"]
