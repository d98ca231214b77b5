"""Addresses are read strictly, and what cannot be read is refused in words."""

import pytest
from django.http import QueryDict
from django.utils import translation

from polos_web.ui.parameters import Choice, Number, Parameters, Several, Text, WholeNumber
from polos_web.ui.refusals import BadParameter

FILTERS = Parameters(
    q=Text(longest=10),
    side=Choice(lambda: ("EU", "LAC")),
    group=Several(lambda: ("a", "b", "c")),
    page=WholeNumber(minimum=1, maximum=99, absent=1),
    weight=Number(maximum=2),
)


def read(query):
    return FILTERS.read(QueryDict(query))


def test_what_is_absent_or_empty_has_its_declared_value():
    chosen = read("q=&side=&page=")
    assert (chosen.q, chosen.side, chosen.group, chosen.page, chosen.weight) == ("", "", (), 1, None)


def test_what_is_given_is_read():
    chosen = read("q=+Bog%C3%B3ta+&side=EU&group=b&group=a&group=b&page=7&weight=0,5")
    assert (chosen.q, chosen.side, chosen.group, chosen.page) == ("Bogóta", "EU", ("b", "a"), 7)
    assert chosen.weight == 0.5


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("unknown=1", "unknown"),
        ("side=XX", "XX"),
        ("side=EU&side=LAC", "EU, LAC"),
        ("group=a&group=z", "z"),
        ("page=0", "0"),
        ("page=100", "100"),
        ("page=-1", "-1"),
        ("page=1.5", "1.5"),
        ("page=%D9%A3", "٣"),
        ("page=99999999999999999999", "9999"),
        ("weight=nan", "nan"),
        ("weight=inf", "inf"),
        ("weight=3", "3"),
        ("weight=x", "x"),
        ("q=12345678901", "1234567890"),
        ("q=a%00b", "a"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_was_found(query, found):
    with translation.override("en"), pytest.raises(BadParameter) as refusal:
        read(query)
    assert found in refusal.value.found
    assert refusal.value.needed and refusal.value.next_step


def test_a_refusal_names_the_options():
    with translation.override("en"), pytest.raises(BadParameter) as refusal:
        read("side=Asia")
    assert refusal.value.needed == "one of: EU, LAC"


def test_of_many_options_a_refusal_names_the_nearest_and_how_many_there_are():
    many = Parameters(country=Choice(lambda: [f"espanha{number}" for number in range(40)] + ["España"]))
    with translation.override("en"), pytest.raises(BadParameter) as refusal:
        many.read(QueryDict("country=espana"))
    counted, named = refusal.value.needed.split(": ")
    assert counted == "one of 41 options; nearest to what was found"
    assert named.split(", ")[0] == "España" and len(named.split(", ")) == 12


def test_where_no_option_is_like_what_was_typed_a_few_stand_for_all():
    """Options that have nothing to do with it would only mislead."""
    many = Parameters(country=Choice(lambda: [f"A{letter}" for letter in "BCDEFGHIJKLMNO"]))
    with translation.override("en"), pytest.raises(BadParameter) as refusal:
        many.read(QueryDict("country=ZZ"))
    assert refusal.value.needed == "one of 14 options, none of them like what was found; such as: AB, AC, AD"


def test_what_mail_and_social_networks_add_to_an_address_is_passed_over():
    assert read("side=EU&utm_source=letter&fbclid=x&gclid=y&mc_cid=z&mc_eid=w&utm_source=2").side == "EU"
    assert not hasattr(read("utm_source=letter"), "utm_source")
    with pytest.raises(BadParameter):
        read("utm=letter")


def test_a_page_without_parameters_says_so():
    with translation.override("en"), pytest.raises(BadParameter) as refusal:
        Parameters().read(QueryDict("x=1"))
    assert refusal.value.needed == "no parameters"
