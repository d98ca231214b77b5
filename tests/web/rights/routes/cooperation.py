"""Who may what on the routes of ``cooperation``."""

from typing import Any

from polos_web.cooperation.models import KeptPairing, NextStep
from web.people import BEGAN
from web.rights.answers import MANAGER, Answers, Rights, account, everybody, public


def parties(answer: str = "shown") -> Answers:
    """For the keepers of the cluster "x", one side of the pairing, and the manager of its programme "x"."""
    cluster = dict.fromkeys(("cluster editor", "cluster owner"), answer)
    return {**account("refused"), **cluster, MANAGER: answer}


def proposers(answer: str = "shown") -> Answers:
    """For those who keep a record or manage a programme."""
    return {**parties(answer), "territory officer": answer}


KEPT = "/pairings/{pairing}"
EXPECTED: dict[str, Rights] = {
    "/pairings/": public("/pairings/"),
    "/pairings/<pairing_id>/": public("/pairings/P01/"),
    "/pairings/pairings.csv": public("/pairings/pairings.csv"),
    # kept pairings: the example is one of the cluster "x" with another, in the programme "x", agreed
    "/pairings/kept.<form>": public("/pairings/kept.csv"),
    "/pairings/mine/": Rights("/pairings/mine/", account()),
    "/pairings/mine/follow-ups.csv": Rights("/pairings/mine/follow-ups.csv", account()),
    "/pairings/new/": Rights("/pairings/new/", proposers(), proposers()),
    "/pairings/<number>/": public(f"{KEPT}/"),
    "/pairings/<number>/pairing.json": public(f"{KEPT}/pairing.json"),
    # answers are to a proposal, and this one is a pairing already: nobody answers or takes it back
    "/pairings/<number>/answer/": Rights(f"{KEPT}/answer/", everybody("not so"), account("missing")),
    "/pairings/<number>/withdraw/": Rights(f"{KEPT}/withdraw/", everybody("not so"), account("refused")),
    "/pairings/<number>/move/": Rights(f"{KEPT}/move/", parties("not so"), parties("elsewhere")),
    "/pairings/<number>/words/": Rights(f"{KEPT}/words/", parties(), parties("elsewhere")),
    "/pairings/<number>/steps/new/": Rights(f"{KEPT}/steps/new/", parties(), parties()),
    "/pairings/<number>/steps/<step>/": Rights(
        f"{KEPT}/steps/999999/", parties("missing"), parties("missing")
    ),
    "/pairings/<number>/steps/<step>/remove/": Rights(
        f"{KEPT}/steps/999999/remove/", parties("not so"), parties("missing")
    ),
    "/pairings/<number>/steps/<step>/document/": Rights(
        f"{KEPT}/steps/999999/document/", everybody("missing")
    ),
    "/pairings/<number>/next/new/": Rights(f"{KEPT}/next/new/", parties(), parties()),
    "/pairings/<number>/next/<step>/": Rights(f"{KEPT}/next/{{next_step}}/", parties(), parties()),
    "/pairings/<number>/next/<step>/done/": Rights(f"{KEPT}/next/{{next_step}}/done/", parties(), parties()),
    "/pairings/<number>/next/<step>/remove/": Rights(
        f"{KEPT}/next/{{next_step}}/remove/", parties("not so"), parties("elsewhere")
    ),
    "/pairings/<number>/indicators/new/": Rights(f"{KEPT}/indicators/new/", parties(), parties()),
    "/pairings/<number>/indicators/<indicator>/": Rights(
        f"{KEPT}/indicators/999999/", parties("missing"), parties("missing")
    ),
    "/pairings/<number>/indicators/<indicator>/value/": Rights(
        f"{KEPT}/indicators/999999/value/", parties("missing"), parties("missing")
    ),
    "/pairings/<number>/indicators/<indicator>/remove/": Rights(
        f"{KEPT}/indicators/999999/remove/", parties("not so"), parties("missing")
    ),
}


def made() -> dict[str, Any]:
    """Make a pairing of the cluster "x" with another, agreed, in the programme "x", with a next step."""
    pairing = KeptPairing.objects.create(
        kind="cluster", a="x", b="y", programme="x", state="agreed", proposed_at=BEGAN, began_at=BEGAN
    )
    step = NextStep.objects.create(pairing=pairing, words="W", due_on=BEGAN.date(), made_at=BEGAN)
    return {"pairing": pairing.pk, "next_step": step.pk}
