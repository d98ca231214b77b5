import pytest

from polos import parameters
from polos.errors import UnknownName, WrongColumns


@pytest.mark.parametrize("name", parameters.names())
def test_every_file_says_who_set_it_when_and_why(name):
    read = parameters.read(name)
    assert read is parameters.read(name)
    assert read.date.year >= 2026
    assert all([read.author, read.status, read.citation, read.values])


def test_values_without_papers_are_refused():
    with pytest.raises(WrongColumns, match="without date, citation"):
        parameters.from_toml("loose", '[papers]\nauthor = "ours"\nstatus = "firm"\n[limits]\nfew = 4\n')


def test_values_cannot_be_changed():
    with pytest.raises(TypeError):
        parameters.read("thin_records").values["thresholds"]["few_below"] = 1


def test_an_unknown_name_gives_those_there_are():
    with pytest.raises(UnknownName, match="thin_records"):
        parameters.read("thick_records")
