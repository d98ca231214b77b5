"""Controls of a page that have to be filled in, without their label saying so."""

import re

CONTROL = re.compile(r"<(?:input|select|textarea)\b[^>]*\srequired\b[^>]*>")
SAID = "(needed)"


def unmarked(page: str) -> list[str]:
    """Return the controls that the browser insists on and whose words do not say that they are needed."""
    return [found[0] for found in CONTROL.finditer(page) if SAID not in _words_of(page, found)]


def _words_of(page: str, control: re.Match[str]) -> str:
    """Return what names a control: the legend of its choices, or the label around or for it."""
    before, after = page[: control.start()], page[control.end() :]
    if 'type="radio"' in control[0]:
        return before.rpartition("<legend>")[2].partition("</legend>")[0]
    around = before.rpartition("<label")[2]
    if "</label>" not in around:
        return around + after.partition("</label>")[0]
    name = re.search(r'\bid="([^"]+)"', control[0])
    return page.partition(f'<label for="{name[1]}"')[2].partition("</label>")[0] if name else ""
