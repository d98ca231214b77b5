"""Who reads, holds and takes part in a dialogue. Participants need no right but their invitation."""

from django.db.models import Q, QuerySet

from polos_web.accounts import access as accounts
from polos_web.accounts.access import WHOLE_SITE, Asking
from polos_web.accounts.roles import Permission
from polos_web.dialogue.models import Contribution, Dialogue, Participant


def may_facilitate_some(asking: Asking) -> bool:
    """Whether somebody facilitates dialogues, of the whole site or of a programme."""
    return accounts.may(asking, Permission.FACILITATE) or bool(programmes_of(asking))


def programmes_of(asking: Asking) -> frozenset[str]:
    """Return the programmes for which somebody may hold dialogues."""
    return accounts.scopes_of(asking, Permission.EDIT_PROGRAMME)


def may_facilitate_for(asking: Asking, programme: str) -> bool:
    """Whether somebody facilitates dialogues of a programme; of none, facilitators of the site only."""
    whole = accounts.may(asking, Permission.FACILITATE)
    return whole or (bool(programme) and accounts.may(asking, Permission.EDIT_PROGRAMME, programme))


def may_facilitate(asking: Asking, dialogue: Dialogue) -> bool:
    """Whether somebody holds this dialogue; nobody changes a reference dialogue."""
    return not dialogue.is_reference and may_facilitate_for(asking, dialogue.programme)


def may_read(asking: Asking, dialogue: Dialogue, participant: Participant | None = None) -> bool:
    """Whether somebody reads the dialogue; ``participant`` is the place of who asks, if any."""
    if may_facilitate(asking, dialogue):
        return True
    if dialogue.state == "draft":
        return False
    if participant is not None or dialogue.reach == "public":
        return True
    return dialogue.reach == "members" and accounts.is_signed_in(asking)


def may_join(asking: Asking, dialogue: Dialogue) -> bool:
    """Whether somebody with an account may take part without an invitation."""
    return accounts.is_signed_in(asking) and dialogue.is_open and dialogue.is_open_to_members


def may_translate(asking: Asking, said: Contribution, participant: Participant | None = None) -> bool:
    """Whether somebody translates a contribution: those who hold the dialogue, and who wrote it."""
    dialogue = said.version.question.block.dialogue
    is_own = participant is not None and said.participant_id == participant.pk
    return may_facilitate(asking, dialogue) or (is_own and not dialogue.is_reference)


def facilitated(asking: Asking) -> QuerySet[Dialogue]:
    """Return the dialogues somebody holds."""
    found = Dialogue.objects.filter(is_reference=False)
    if accounts.may(asking, Permission.FACILITATE):
        return found
    programmes = programmes_of(asking)
    return found.exclude(programme="") if WHOLE_SITE in programmes else found.filter(programme__in=programmes)


def readable(asking: Asking) -> QuerySet[Dialogue]:
    """Return the dialogues somebody may read for sure: those by reach, held, or taken part in."""
    wanted = Q(reach="public")
    if accounts.is_signed_in(asking):
        own = Q(participants__person=asking) | Q(participants__email=asking.email or "-")
        wanted |= Q(reach="members") | own
    return Dialogue.objects.exclude(state="draft").filter(wanted).distinct()
