"""Progress speaks on standard error only, and only of what takes long."""

import io
import re
import sys
import time

import pytest

from polos.cli.progress import shown_while_running


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal_for(monkeypatch) -> Terminal:
    """Return a terminal in place of standard error; inside the test, as pytest sets its own before."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def wait_for(screen: Terminal, text: str) -> None:
    until = time.monotonic() + 10
    while text not in screen.getvalue() and time.monotonic() < until:
        time.sleep(0.005)


def test_what_is_quick_is_done_in_silence(capsys, monkeypatch):
    terminal = terminal_for(monkeypatch)
    with shown_while_running("gini of jobs"):
        pass
    assert terminal.getvalue() == ""
    assert capsys.readouterr().out == ""


def test_a_terminal_sees_one_line_that_is_written_anew(capsys, monkeypatch):
    terminal = terminal_for(monkeypatch)
    with shown_while_running("gini of jobs", after=0.0, every=0.01):
        wait_for(terminal, " s\r")
    written = terminal.getvalue()
    assert re.match(r"(\r\x1b\[2Kgini of jobs: \d+ s){2}", written)
    assert written.endswith(" s\n")
    assert written.count("\n") == 1
    assert capsys.readouterr().out == ""


def test_a_file_gets_the_last_line_only(capsys):
    with shown_while_running("gini of jobs", after=0.0, every=0.01):
        time.sleep(0.03)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert re.fullmatch(r"gini of jobs: \d+\.\d s\n", printed.err)


def test_the_line_ends_when_the_work_fails(monkeypatch):
    """The message of the error begins on a line of its own, and nothing writes over it."""
    terminal = terminal_for(monkeypatch)
    with pytest.raises(ValueError, match="wrong"), shown_while_running("gini", after=0.0, every=0.01):
        wait_for(terminal, "gini")
        raise ValueError("wrong")
    written = terminal.getvalue()
    time.sleep(0.03)
    assert written.endswith("\n")
    assert terminal.getvalue() == written
