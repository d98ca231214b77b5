"""Who may what on the routes of ``cooperation``."""

from typing import Any

from polos_web.cooperation.models import KeptPairing, NextStep
from web.people import BEGAN
from web.rights.answers import MANAGER, Answers, ByState, Rights, account, everybody, public

KEPT = "/pairings/{pairing}"
# Steps, indicators and documents lie within a pairing; one that is not in it is missing.
WITHIN = "a part of a pairing, behind the rights of the pairing"


def parties(answer: str = "shown") -> Answers:
    """For the keepers of the cluster "x", one side of the pairing, and the manager of its programme "x"."""
    cluster = dict.fromkeys(("cluster editor", "cluster owner"), answer)
    return {**account("refused"), **cluster, MANAGER: answer}


def of_parties(answer: str = "shown") -> ByState:
    """For who takes part in a pairing; to others a proposal is refused as any pairing is."""
    refused = account("refused")
    return ByState(parties(answer), refused, refused, refused, everybody("missing"))


def once_agreed(told: Answers) -> ByState:
    """For whoever may read a pairing: everybody once both sides have said yes."""
    return ByState(told, told, account("refused"), told, everybody("missing"))


def proposers() -> Answers:
    """For those who keep a record or manage a programme."""
    return {**parties(), "territory officer": "shown"}


def form(path: str, answer: str = "shown") -> Rights:
    """A form for who takes part; sent empty it is shown again."""
    alike = WITHIN if "999999" in path else ""
    return Rights(f"{KEPT}{path}", of_parties(answer), of_parties(answer), alike=alike)


def posted(path: str, answer: str = "elsewhere") -> Rights:
    """A form alone, for who takes part."""
    return Rights(f"{KEPT}{path}", of_parties("not so"), of_parties(answer))


EXPECTED: dict[str, Rights] = {
    "/pairings/": public("/pairings/"),
    "/pairings/<pairing_id>/": public("/pairings/P01/", "the reference pairings are all public"),
    "/pairings/pairings.csv": public("/pairings/pairings.csv"),
    # kept pairings: one of the cluster "x" in the programme "x", one of others, one that others propose
    "/pairings/kept.<form>": public("/pairings/kept.csv", "a form of file"),
    "/pairings/mine/": Rights("/pairings/mine/", account()),
    "/pairings/mine/follow-ups.csv": Rights("/pairings/mine/follow-ups.csv", account()),
    "/pairings/new/": Rights("/pairings/new/", proposers(), proposers()),
    "/pairings/<number>/": Rights(f"{KEPT}/", once_agreed(everybody("shown"))),
    "/pairings/<number>/pairing.json": Rights(f"{KEPT}/pairing.json", once_agreed(everybody("shown"))),
    # a pairing that exists has no answers any more, and is not taken back
    "/pairings/<number>/answer/": Rights(
        f"{KEPT}/answer/", once_agreed(everybody("not so")), once_agreed(account("missing"))
    ),
    "/pairings/<number>/withdraw/": Rights(
        f"{KEPT}/withdraw/", once_agreed(everybody("not so")), once_agreed(account("refused"))
    ),
    "/pairings/<number>/move/": posted("/move/"),
    "/pairings/<number>/words/": form("/words/"),
    "/pairings/<number>/steps/new/": form("/steps/new/"),
    "/pairings/<number>/steps/<step>/": form("/steps/999999/", "missing"),
    "/pairings/<number>/steps/<step>/remove/": posted("/steps/999999/remove/", "missing"),
    "/pairings/<number>/steps/<step>/document/": Rights(
        f"{KEPT}/steps/999999/document/", once_agreed(everybody("missing")), alike=WITHIN
    ),
    "/pairings/<number>/next/new/": form("/next/new/"),
    "/pairings/<number>/next/<step>/": form("/next/{next_step}/"),
    "/pairings/<number>/next/<step>/done/": form("/next/{next_step}/done/"),
    "/pairings/<number>/next/<step>/remove/": posted("/next/{next_step}/remove/"),
    "/pairings/<number>/indicators/new/": form("/indicators/new/"),
    "/pairings/<number>/indicators/<indicator>/": form("/indicators/999999/", "missing"),
    "/pairings/<number>/indicators/<indicator>/value/": form("/indicators/999999/value/", "missing"),
    "/pairings/<number>/indicators/<indicator>/remove/": posted("/indicators/999999/remove/", "missing"),
}


def _pairing(a: str, programme: str, state: str) -> KeptPairing:
    began = BEGAN if state == "agreed" else None
    return KeptPairing.objects.create(
        kind="cluster", a=a, b="y", programme=programme, state=state, proposed_at=BEGAN, began_at=began
    )


def made() -> dict[str, Any]:
    """Make a pairing of the cluster "x" in the programme "x" with a next step, and two of others."""
    own = _pairing("x", "x", "agreed")
    other, proposed = _pairing("v", "z", "agreed"), _pairing("w", "z", "proposed")
    step = NextStep.objects.create(pairing=own, words="W", due_on=BEGAN.date(), made_at=BEGAN)
    return {
        "pairing": ByState(own.pk, other.pk, proposed.pk, other.pk, 999_999),
        "next_step": step.pk,
    }
