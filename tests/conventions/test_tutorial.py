"""The tutorial runs as it stands there, on the real tables, and prints what it says it prints."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

POLOS = Path(sys.executable).with_name("polos")
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/guide/tutorial.md"
BLOCK = re.compile(r"```(console|python|text)\n(.*?)```", re.DOTALL)


def executed(page: str, place: Path) -> str:
    """Run the blocks in their order in a folder, and return the page with what they print now."""
    names: dict[str, object] = {}
    printed = ""

    def run(block: re.Match[str]) -> str:
        nonlocal printed
        kind, code = block.groups()
        if kind == "text":
            return f"```text\n{printed}```"
        if kind == "console":
            for command in re.findall(r"^\$ polos (.+)$", code, re.MULTILINE):
                subprocess.run([POLOS, *shlex.split(command)], cwd=place, capture_output=True, check=True)
        else:
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(compile(code, PAGE.name, "exec"), names)
            printed = output.getvalue()
        return block.group()

    return BLOCK.sub(run, page)


@pytest.fixture(scope="module")
def place(tmp_path_factory, shared):
    """A folder beside ../shared, as the page has it."""
    folder = tmp_path_factory.mktemp("tutorial") / "polos"
    folder.mkdir()
    (folder.parent / "shared").symlink_to(shared)
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


def words(svg: str) -> set[str]:
    return set(re.findall(r"<text[^>]*>([^<]+)</text>", svg))


@pytest.mark.slow
@pytest.mark.shared
def test_the_tutorial_prints_what_it_says(place):
    """Where this fails, the page shows what was, and the difference what is now."""
    page = PAGE.read_text("utf-8")
    assert executed(page, place) == page
    drawn = (place / "tutorial.svg").read_text("utf-8")
    shown = (ROOT / "docs/pictures/tutorial.svg").read_text("utf-8")
    assert words(drawn) == words(shown)
    assert "Extremadura" in words(drawn)


def test_a_page_that_says_something_else_is_found(tmp_path):
    """The comparison trips on a number that is no longer printed."""
    page = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert executed(page, tmp_path) == page.replace("3", "2")
