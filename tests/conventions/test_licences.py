"""What the product needs may be passed on with it: permissive or weakly reciprocal terms only."""

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD", "BSD-0-Clause", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0",
    "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
}  # fmt: skip
WEAKLY_RECIPROCAL = {"EUPL-1.2", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"}
ALLOWED = PERMISSIVE | WEAKLY_RECIPROCAL

IN_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

# Packages whose papers name no licence one could look up; what their licence file says was read.
READ = {"protobuf": "BSD-3-Clause", "qrcode": "BSD-3-Clause AND MIT"}


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with allowed licences: all of AND, one of OR."""
    choices = re.split(r"\s+OR\s+", expression.replace("(", " ").replace(")", " "))
    return any(
        all(part.strip() in ALLOWED for part in re.split(r"\s+AND\s+", choice.strip())) for choice in choices
    )


def licence_of(package: Distribution) -> str:
    """Read what a package says of its licence: the expression, else the classifiers, else the short text."""
    if read := READ.get(package.metadata["Name"]):
        return read
    if expression := package.metadata.get("License-Expression"):
        return expression
    ends = [
        text.split(" :: ")[-1] for text in package.metadata.get_all("Classifier") or [] if "License" in text
    ]
    named = [IN_CLASSIFIERS.get(text, text) for text in ends if text != "OSI Approved"]
    return " AND ".join(named) or package.metadata.get("License") or "not stated"


def needed_by(name: str, extras: tuple[str, ...] = ()) -> dict[str, Distribution]:
    """Collect everything that is installed because ``name`` needs it, itself included."""
    found: dict[str, Distribution] = {}
    waiting = [(name, extras)]
    while waiting:
        wanted, with_extras = waiting.pop()
        try:
            package = distribution(wanted)
        except PackageNotFoundError:  # needed on another system only
            continue
        key = package.metadata["Name"].lower()
        if key in found and not with_extras:
            continue
        found[key] = package
        for text in package.requires or []:
            need = Requirement(text)
            if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in ("", *with_extras)):
                waiting.append((need.name, tuple(need.extras)))
    return found


def test_every_required_package_may_be_passed_on():
    """The library and the application need nothing under strongly reciprocal or unstated terms."""
    needed = needed_by("polos")
    assert {"numpy", "django", "brotli"} <= set(needed)
    licences = {name: licence_of(package) for name, package in needed.items()}
    assert {name: licence for name, licence in licences.items() if not is_allowed(licence)} == {}


def test_every_browser_package_may_be_passed_on(root):
    """What is bundled for the browser, and what builds it, keeps to the same terms."""
    packages = json.loads((root / "package-lock.json").read_text("utf-8"))["packages"]
    licences = {name: facts.get("license", "not stated") for name, facts in packages.items() if name}
    assert len(licences) > 20
    assert {name: licence for name, licence in licences.items() if not is_allowed(licence)} == {}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("(MIT OR GPL-3.0-only)", True),
        ("BSD-3-Clause AND Zlib", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-only", False),
        ("not stated", False),
    ],
)
def test_the_check_can_trip(expression, allowed):
    """One of an OR is enough, every part of an AND is needed."""
    assert is_allowed(expression) is allowed
