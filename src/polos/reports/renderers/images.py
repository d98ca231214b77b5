"""Figures as SVG and PNG, drawn without a browser and without the network."""

import re
from html import escape
from typing import Literal

import vl_convert

from polos.reports.figures import Figure
from polos.reports.renderers.characters import for_xml, throughout

VEGA_LITE_VERSION = "6.4"
NO_ADDRESSES: list[str] = []  # an empty list forbids every fetch; leaving it out would allow any
FORMAT_LOCALES: dict[str, Literal["en-GB", "es-ES", "pt-BR", "fr-FR"]] = {
    "en": "en-GB",
    "es": "es-ES",
    "pt": "pt-BR",
    "fr": "fr-FR",
}


def render_svg(figure: Figure, language: str) -> str:
    """Return the figure as SVG with real text and its description as the accessible name."""
    svg = vl_convert.vegalite_to_svg(
        throughout(figure.spec, for_xml),
        vl_version=VEGA_LITE_VERSION,
        allowed_base_urls=NO_ADDRESSES,
        format_locale=FORMAT_LOCALES[language],
    )
    name = escape(for_xml(f"{figure.title}. {figure.description}".removeprefix(". ")))
    return re.sub(r"^<svg ", f'<svg role="img" lang="{language}" aria-label="{name}" ', svg, count=1)


def render_png(figure: Figure, language: str, *, scale: float = 2.0) -> bytes:
    """Return the figure as PNG, ``scale`` pixels to a point of the specification."""
    return vl_convert.vegalite_to_png(
        throughout(figure.spec, for_xml),
        vl_version=VEGA_LITE_VERSION,
        allowed_base_urls=NO_ADDRESSES,
        format_locale=FORMAT_LOCALES[language],
        scale=scale,
    )
