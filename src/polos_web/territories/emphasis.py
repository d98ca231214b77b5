"""How much a priority weighs: which amounts can be, by what they rest on."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

WHOLE = 100
PERCENT = ("%", "percent", "per cent", "por ciento", "por cento", "pour cent")


def unfit(told: Mapping[str, Any]) -> dict[str, str]:
    """Return what is needed instead of an amount that what it rests on does not allow; nothing where it fits.

    A share is at most all of it, a place in an order begins with the first, projects are counted.
    """
    amount, basis, unit = told["amount"], told["basis"], (told["unit"] or "").casefold()
    if amount is None:
        return {}
    if basis == "rank" and not (amount >= 1 and amount.is_integer()):
        return {"amount": gettext("a place in an order: a whole number from 1 on")}
    if basis == "projects" and not amount.is_integer():
        return {"amount": gettext("a number of projects: a whole number from 0 on")}
    if (basis == "budget_share" or unit in PERCENT) and amount > WHOLE:
        return {"amount": gettext("a share in percent: a number from 0 to 100")}
    return {}
