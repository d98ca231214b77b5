"""What importing the reports costs, and what it must not load."""

import subprocess
import sys

import pytest


def test_importing_the_package_loads_no_engine():
    code = "import sys, polos.reports; print(*{'typst', 'vl_convert', 'babel', 'polars'} & set(sys.modules))"
    asked = [sys.executable, "-c", code]
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip() == ""


@pytest.mark.slow
def test_wording_and_figures_load_no_engine():
    code = (
        "import sys, polos.reports.wording, polos.reports.figures, polos.reports.brief;"
        "print(*{'typst', 'vl_convert'} & set(sys.modules))"
    )
    asked = [sys.executable, "-c", code]
    assert subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip() == ""
