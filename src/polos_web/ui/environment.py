"""What every template may use."""

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.messages import get_messages
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from polos.reports.numbers import format_decimal, format_number, format_percentage
from polos_web.ui import labels, navigation, themes
from polos_web.ui.addresses import address
from polos_web.ui.assets import asset
from polos_web.ui.languages import switch
from polos_web.ui.listing import with_parameters


def environment(**options: Any) -> Environment:
    """Make the Jinja2 environment: gettext, addresses by route name, no silent gaps."""
    options["undefined"] = StrictUndefined
    made = Environment(  # noqa: S701 (Django's options switch escaping on)
        **options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True
    )
    made.policies["ext.i18n.trimmed"] = True
    # pyrefly: ignore [missing-attribute] (the extension adds it)
    made.install_gettext_callables(gettext, ngettext, newstyle=True)
    shared: dict[str, Any] = {
        "url": address,
        "asset": asset,
        "language": translation.get_language,
        "languages": switch,
        "menu": lambda: navigation.opened(navigation.MENU),
        "address_of": navigation.address_of,
        "messages": get_messages,
        "label": labels.label,
        "theme": themes.theme,
        "with_parameters": with_parameters,
    }
    made.globals.update(shared)
    made.filters["number"] = _of_language(number)
    made.filters["host"] = host
    made.filters["percent"] = _of_language(percent)
    made.filters["day"] = _of_language(day)
    made.filters["plain_json"] = plain_json
    return made


def _of_language(write: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that is asked anew for every page.

    A filter of a constant would be worked out where the template is read, once and in the language of
    whoever came first; one that takes the context is not.
    """

    @pass_context
    @wraps(write)
    def written(_context: Context, *given: Any, **named: Any) -> str:
        return write(*given, **named)

    return written


def number(value: float | None, digits: int | None = None) -> str:
    """Write a number as the present language writes it, as reports do: rounded, in groups.

    Without ``digits`` it has as many decimals as it needs, three at most.
    """
    language = translation.get_language() or "en"
    if digits:
        return format_decimal(value, language, digits=digits)
    return format_number(value, language, digits=3 if digits is None else 0)


def host(link: str) -> str:
    """Return the name of the site a link leads to."""
    return urlsplit(link).netloc.removeprefix("www.")


def percent(share: float | None) -> str:
    """Write a share (0 to 1) in per cent; what is not known is a word."""
    return format_percentage(share, translation.get_language() or "en")


def day(value: date) -> str:
    """Write a day, or the day of a moment, as the present language writes it.

    Portuguese months are small letters in Brazil; the words that Django has for them begin with a capital.
    """
    written = formats.date_format(value, "DATE_FORMAT")
    return written.lower() if translation.get_language() == "pt" else written


def plain_json(value: Any) -> str:
    """Write plain values as JSON, to be put into an attribute."""
    return json.dumps(value, cls=DjangoJSONEncoder)
