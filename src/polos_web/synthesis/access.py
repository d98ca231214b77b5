"""Who reads, makes and codes. Who holds the dialogue makes its synthesis; coders are named one by one."""

from polos_web.accounts.access import Asking, is_signed_in
from polos_web.dialogue import access as dialogues
from polos_web.synthesis.models import Coder, Synthesis


def may_edit(asking: Asking, synthesis: Synthesis) -> bool:
    """Whether somebody writes the table and leads the coding."""
    return dialogues.may_facilitate(asking, synthesis.dialogue)


def is_coder(asking: Asking, coder: Coder | None) -> bool:
    """Whether this is the place of who asks among the coders."""
    return is_signed_in(asking) and coder is not None and coder.person_id == asking.pk


def may_mark(asking: Asking, synthesis: Synthesis, coder: Coder | None) -> bool:
    """Whether somebody marks passages as statements: those who hold the dialogue, and its coders."""
    is_theirs = coder is not None and coder.synthesis_id == synthesis.pk and is_coder(asking, coder)
    return may_edit(asking, synthesis) or (is_theirs and not synthesis.dialogue.is_reference)


def may_see_codes(asking: Asking, synthesis: Synthesis, coder: Coder | None) -> bool:
    """Whether somebody sees what every coder gave: not before all are done, or it was opened."""
    return synthesis.codes_are_open and (may_edit(asking, synthesis) or is_coder(asking, coder))
