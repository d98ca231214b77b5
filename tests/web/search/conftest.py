"""People, and records of the test's own among the built-in ones."""

from web.people import make_person, no_attempts_before, sign_in

__all__ = ["make_person", "no_attempts_before", "sign_in"]
