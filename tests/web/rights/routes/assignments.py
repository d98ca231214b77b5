"""Who may what on the routes of ``assignments``, the assignments of pairs of ``matchmaking``."""

from typing import Any

from polos_web.matchmaking.models import PairingPlan, PairingRun
from web.people import BEGAN
from web.rights.answers import MANAGER, Answers, ByState, Rights, account, organisers

PLAN = "/assignments/{plan}"
FORMS = "a form of file"
SIDES = "one of the two sides"


def of_programme(answer: str = "shown") -> ByState:
    """For the manager of the programme "x"; other managers learn whether there is one of that number."""
    refused: Answers = account("refused")
    return ByState(organisers(answer), refused, refused, refused, {**refused, MANAGER: "missing"})


def posted(example: str, answer: str = "elsewhere") -> Rights:
    """A form alone, for the manager of the programme."""
    return Rights(example, of_programme("not so"), of_programme(answer))


EXPECTED: dict[str, Rights] = {
    # the plan and its run belong to the programme "x"; nothing is prepared in it
    "/assignments/": Rights("/assignments/", organisers()),
    "/assignments/new/": Rights("/assignments/new/", organisers(), organisers()),
    "/assignments/<number>/": Rights(f"{PLAN}/", of_programme()),
    "/assignments/<number>/side/<side>/": Rights(
        f"{PLAN}/side/a/", of_programme(), of_programme(), alike=SIDES
    ),
    "/assignments/<number>/values/": Rights(f"{PLAN}/values/", of_programme(), of_programme()),
    "/assignments/<number>/scores/": posted(f"{PLAN}/scores/"),
    "/assignments/<number>/take/": posted(f"{PLAN}/take/"),
    "/assignments/<number>/rules/": Rights(f"{PLAN}/rules/", of_programme(), of_programme()),
    "/assignments/<number>/solve/": posted(f"{PLAN}/solve/"),
    "/assignments/<number>/stop/": posted(f"{PLAN}/stop/"),
    "/assignments/<number>/runs/<run>/": Rights(f"{PLAN}/runs/1/", of_programme()),
    "/assignments/<number>/runs/<run>/without/": posted(f"{PLAN}/runs/1/without/"),
    "/assignments/<number>/runs/<run>/decide/": Rights(
        f"{PLAN}/runs/1/decide/", of_programme(), of_programme()
    ),
    "/assignments/<number>/runs/<run>/pairs.<form>": Rights(
        f"{PLAN}/runs/1/pairs.csv", of_programme(), alike=FORMS
    ),
}


def made() -> dict[str, Any]:
    """Make a plan of the programme "x" with a run, and one of another programme."""
    plans = [
        PairingPlan.objects.create(name=name, programme=name, kind="name", made_at=BEGAN)
        for name in ("x", "other")
    ]
    for plan in plans:
        PairingRun.objects.create(
            plan=plan, number=1, task={"a": [], "b": [], "pairs": []}, names={}, objective="total",
            library_version="0", asked_at=BEGAN,
        )  # fmt: skip
    own, other = (plan.pk for plan in plans)
    return {"plan": ByState(own, other, other, other, 999_999)}
