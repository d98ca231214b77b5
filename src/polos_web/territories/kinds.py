"""The registers of territories and of the priorities they declare."""

from django.utils.translation import gettext_lazy as _

from polos import vocabularies
from polos.vocabularies import cluster_lists
from polos_web.accounts.roles import Permission
from polos_web.registers.kinds import Block, Field, Kind, Nature
from polos_web.registers.values import (
    Code,
    Codes,
    Day,
    Decimal,
    Entry,
    Line,
    Reference,
    WholeNumber,
    Words,
    Year,
)
from polos_web.territories import emphasis

EXCHANGE = Entry(
    {
        "type": Code(cluster_lists.exchange_types),
        "text": Words(500),
        "markets": Codes(vocabularies.markets),
        "technologies": Codes(vocabularies.technologies),
    },
    {
        "type": _("Type"),
        "text": _("In words"),
        "markets": _("Markets"),
        "technologies": _("Technologies"),
    },
    needed=("text",),
)

TERRITORY = Kind(
    name="territory",
    label=_("territory"),
    plural=_("territories"),
    permission=Permission.EDIT_TERRITORY,
    to_create=Permission.FACILITATE,
    address="territories:detail",
    also_needed=("country", "level", "form", "latitude", "longitude"),
    blocks=(
        Block(
            "identity",
            _("Name, form and place"),
            (
                Field("name", _("Name"), Words(200, is_long=False)),
                Field("country", _("Country"), Code(vocabularies.countries), facet="country"),
                Field("level", _("Level"), Code(vocabularies.territory_levels)),
                Field("form", _("Form"), Code(vocabularies.territory_forms), facet="form"),
                Field(
                    "form_in_source",
                    _("Form as the source words it"),
                    Line(100),
                    help=_("Kept apart from the real form, because programmes use words of their own."),
                ),
                Field("latitude", _("Latitude"), Decimal(-90, 90)),
                Field("longitude", _("Longitude"), Decimal(-180, 180)),
                Field("population", _("Population"), WholeNumber(most=2_000_000_000)),
                Field("languages", _("Languages"), Codes(vocabularies.languages), facet="language"),
                Field("note", _("Note"), Words(1000)),
            ),
        ),
        Block(
            "codes",
            _("Codes and parts"),
            (
                Field("nuts", "NUTS 2021", Line(5), is_many=True),
                Field("iso", "ISO 3166-2", Line(6), is_many=True),
                Field(
                    "iso_relation",
                    _("How the ISO codes fit"),
                    Code(vocabularies.code_relations),
                    help=_("Whether the codes are this territory, or it lies within them or around them."),
                ),
                Field(
                    "parent",
                    _("Lies within"),
                    Reference("territory"),
                    help=_("The territory around it, where the codes do not say so."),
                ),
                Field(
                    "member",
                    _("Members"),
                    Reference("territory"),
                    is_many=True,
                    help=_("Of a consortium, a group or a functional region; in any country."),
                ),
            ),
        ),
        Block(
            "exchange",
            _("Offers and needs"),
            (
                Field("offers", _("Offers"), EXCHANGE, is_many=True, facet="offer"),
                Field("needs", _("Needs"), EXCHANGE, is_many=True, facet="need"),
            ),
            help=_("Of the territory itself, beside those of its clusters."),
        ),
        Block(
            "strategy",
            _("Strategy and context"),
            (
                Field(
                    "strategy",
                    _("Smart specialisation strategy"),
                    Entry(
                        {
                            "state": Code(vocabularies.s3_states),
                            "day": Day(),
                            "text": Words(),
                            "document": Reference("document"),
                        },
                        {
                            "state": _("State"),
                            "day": _("Day"),
                            "text": _("Evidence"),
                            "document": _("Document"),
                        },
                        needed=("state",),
                    ),
                ),
                Field("national_frame", _("National frame"), Words(), help=_("What the nation offers.")),
                Field("institutions", _("Institutions"), Words()),
                Field("interaction", _("How actors work together"), Words(), nature=Nature.OPINION),
                Field("challenges", _("Social and economic challenges"), Words(), nature=Nature.OPINION),
                Field("aspirations", _("Aspirations"), Words(), nature=Nature.PLAN),
            ),
        ),
    ),
)

PRIORITY = Kind(
    name="priority",
    label=_("priority"),
    plural=_("priorities"),
    permission=Permission.FACILITATE,
    to_create=Permission.FACILITATE,
    through=((Permission.EDIT_TERRITORY, "territory"),),
    address="territories:priority",
    also_needed=("territory",),
    blocks=(
        Block(
            "declared",
            _("What is declared"),
            (
                Field(
                    "name",
                    _("Name"),
                    Words(300, is_long=False),
                    nature=Nature.PLAN,
                    help=_(
                        "As the strategy words it, in its own language; a translation may stand beside it."
                    ),
                ),
                Field("territory", _("Territory"), Reference("territory")),
                Field(
                    "scope",
                    _("Whose priority it is"),
                    Code(vocabularies.priority_scopes),
                    help=_("Priorities taken over from a containing territory are shown, and never counted."),
                ),
                Field(
                    "niche",
                    _("Niche"),
                    Words(500),
                    nature=Nature.PLAN,
                    help=_("The special part of the field, in a few words with commas between them."),
                ),
            ),
        ),
        Block(
            "codes",
            _("Codes"),
            (
                Field(
                    "market",
                    _("Markets"),
                    Codes(vocabularies.markets),
                    facet="market",
                    without=_(
                        "It names no market, so no comparison counts it. "
                        "It stays on record and in every list."
                    ),
                ),
                Field("technology", _("Technologies"), Codes(vocabularies.technologies), facet="technology"),
                Field("nace", "NACE", Codes(vocabularies.nace)),
                Field("sdg", _("Sustainable Development Goals"), Codes(vocabularies.sdgs)),
            ),
            help=_(
                "The codes that count. A second person codes the same without seeing the first one’s "
                "proposal; both are kept."
            ),
        ),
        Block(
            "emphasis",
            _("Emphasis"),
            (
                Field(
                    "emphasis",
                    _("How much it weighs"),
                    Entry(
                        {
                            "amount": Decimal(),
                            "unit": Line(40),
                            "basis": Code(vocabularies.emphasis_bases),
                            "year": Year(),
                            "text": Words(),
                        },
                        {
                            "amount": _("Amount"),
                            "unit": _("Unit"),
                            "basis": _("What it rests on"),
                            "year": _("Year"),
                            "text": _("In words"),
                        },
                        needed=("basis",),
                        unfit=emphasis.unfit,
                    ),
                    nature=Nature.PLAN,
                    help=_("A strategy that gives no priority more weight than another excludes nothing."),
                ),
            ),
        ),
        Block(
            "strategy",
            _("Strategy, period and passage"),
            (
                Field("strategy", _("Strategy"), Line(300)),
                Field("version", _("Version of the strategy"), Line(60)),
                Field("begins", _("First year"), Year()),
                Field("ends", _("Last year"), Year(), not_before="begins"),
                Field("document", _("Document"), Reference("document")),
                Field("page", _("Page or section"), Line(100)),
                Field(
                    "passage", _("Passage"), Words(), help=_("What the document says there, word for word.")
                ),
            ),
        ),
    ),
)
