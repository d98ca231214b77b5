"""The registers of programmes and documents."""

from django.utils.translation import gettext_lazy as _

from polos import vocabularies
from polos_web.accounts.roles import Permission
from polos_web.registers.kinds import Block, Field, Kind, Nature
from polos_web.registers.values import (
    Code,
    Codes,
    Day,
    Decimal,
    Entry,
    Line,
    Link,
    Reference,
    WholeNumber,
    Words,
    Year,
)

SHORT = Words(300, is_long=False)

PROGRAMME = Kind(
    name="programme",
    label=_("programme"),
    plural=_("programmes"),
    permission=Permission.EDIT_PROGRAMME,
    to_create=Permission.FACILITATE,
    address="programmes:detail",
    blocks=(
        Block(
            "identity",
            _("Identity"),
            (
                Field("name", _("Name"), SHORT),
                Field("acronym", _("Acronym"), Line(60)),
                Field("kind", _("What it is"), Code(vocabularies.programme_kinds), facet="kind"),
                Field("objective", _("Objective"), Words()),
                Field("countries", _("Countries"), Codes(vocabularies.countries), facet="country"),
                Field("territory", _("Territories"), Reference("territory"), is_many=True),
                Field("cluster", _("Clusters"), Reference("cluster"), is_many=True),
                Field(
                    "pairing",
                    _("Pairings kept on this site"),
                    WholeNumber(least=1),
                    is_many=True,
                    help=_("The numbers in the addresses of their pages; those it proposed need none."),
                ),
                Field(
                    "part_of",
                    _("Part of"),
                    Reference("programme"),
                    is_many=True,
                    help=_("The programmes that a pilot, a project or a component of its own belongs to."),
                ),
                Field("begins", _("First year"), Year()),
                Field("ends", _("Last year"), Year(), not_before="begins"),
                Field("operations", _("Operations"), WholeNumber()),
                Field("follows", _("Follows"), Reference("programme"), help=_("The programme it continues.")),
                Field("website", _("Website"), Link()),
            ),
        ),
        Block(
            "structure",
            _("Components, phases and partners"),
            (
                Field(
                    "component",
                    _("Components"),
                    Entry(
                        {"number": Line(10), "title": SHORT, "focus": SHORT, "level": SHORT},
                        {
                            "number": _("Number"),
                            "title": _("Title"),
                            "focus": _("Focus"),
                            "level": _("Between whom"),
                        },
                        needed=("title",),
                    ),
                    is_many=True,
                ),
                Field(
                    "phase",
                    _("Phases"),
                    Entry(
                        {"title": SHORT, "begins": Line(10), "ends": Line(10), "text": Words()},
                        {
                            "title": _("Title"),
                            "begins": _("From"),
                            "ends": _("Until"),
                            "text": _("What happens"),
                        },
                        needed=("title",),
                    ),
                    is_many=True,
                ),
                Field(
                    "partner",
                    _("Who takes part"),
                    Entry(
                        {
                            "actor": Reference("actor"),
                            "name": Line(200),
                            "role": Code(vocabularies.programme_roles),
                        },
                        {"actor": _("Actor"), "name": _("Organisation"), "role": _("Role")},
                        needed=("role",),
                    ),
                    is_many=True,
                ),
                Field("lesson", _("Lessons"), Words(), is_many=True, nature=Nature.OPINION),
            ),
        ),
        Block(
            "resources",
            _("Resources"),
            (
                Field(
                    "commitment",
                    _("Resources committed by partners"),
                    Entry(
                        {
                            "actor": Reference("actor"),
                            "name": Line(200),
                            "scale": Code(vocabularies.scales),
                            "territory": Reference("territory"),
                            "what": SHORT,
                            "amount": Decimal(),
                            "currency": Line(3),
                            "year": Year(),
                        },
                        {
                            "actor": _("Actor"),
                            "name": _("Organisation"),
                            "scale": _("National, regional or local"),
                            "territory": _("For which territory"),
                            "what": _("What is committed"),
                            "amount": _("Amount"),
                            "currency": _("Currency"),
                            "year": _("Year"),
                        },
                        needed=("what",),
                    ),
                    is_many=True,
                    nature=Nature.PLAN,
                    natures=(Nature.FACT, Nature.OUTCOME),
                    help=_("Money, people or premises; an amount that nobody has said is left empty."),
                ),
            ),
        ),
    ),
)

DOCUMENT = Kind(
    name="document",
    label=_("document"),
    plural=_("documents"),
    permission=Permission.FACILITATE,
    to_create=Permission.FACILITATE,
    through=((Permission.EDIT_PROGRAMME, "programme"), (Permission.EDIT_TERRITORY, "territory")),
    address="programmes:document",
    title="title",
    blocks=(
        Block(
            "identity",
            _("Document"),
            (
                Field("title", _("Title"), SHORT),
                Field("kind", _("What it is"), Code(vocabularies.document_kinds), facet="kind"),
                Field("day", _("Date"), Day()),
                Field("languages", _("Languages"), Codes(vocabularies.languages), facet="language"),
                Field("link", _("Address on the web"), Link()),
                Field("summary", _("Summary"), Words()),
            ),
        ),
        Block(
            "place",
            _("What it belongs to"),
            (
                Field("programme", _("Programme"), Reference("programme")),
                Field("territory", _("Territory"), Reference("territory")),
                Field(
                    "party",
                    _("Parties"),
                    Entry(
                        {"actor": Reference("actor"), "name": Line(200)},
                        {"actor": _("Actor"), "name": _("Organisation")},
                    ),
                    is_many=True,
                ),
            ),
        ),
    ),
)
