"""The registers of actors, contact persons and bodies."""

from django.utils.translation import gettext_lazy as _

from polos import vocabularies
from polos_web.accounts.roles import Permission
from polos_web.registers.kinds import Block, Field, Kind, Reach
from polos_web.registers.values import Code, Codes, Day, Email, Entry, Flag, Line, Link, Reference, Words
from polos_web.territories.kinds import EXCHANGE

OF_TERRITORY = ((Permission.EDIT_TERRITORY, "territory"),)

ACTOR = Kind(
    name="actor",
    label=_("actor"),
    plural=_("actors"),
    permission=Permission.FACILITATE,
    to_create=Permission.FACILITATE,
    through=OF_TERRITORY,
    address="actors:detail",
    blocks=(
        Block(
            "identity",
            _("Identity and place"),
            (
                Field("name", _("Name"), Words(300, is_long=False)),
                Field("acronym", _("Acronym"), Line(60)),
                Field("kind", _("What it is"), Code(vocabularies.actor_kinds), facet="kind"),
                Field(
                    "helix",
                    _("Group of the helix"),
                    Code(vocabularies.helix),
                    facet="helix",
                    help=_("The part of society it belongs to."),
                ),
                Field("scale", _("How far it reaches"), Code(vocabularies.scales)),
                Field("country", _("Country"), Code(vocabularies.countries), facet="country"),
                Field("territory", _("Territory"), Reference("territory")),
                Field("website", _("Website"), Link()),
                Field("languages", _("Languages"), Codes(vocabularies.languages), facet="language"),
            ),
        ),
        Block(
            "role",
            _("What it does"),
            (
                Field("role", _("Role"), Words()),
                Field("services", _("Services and rules of entry"), Words(), is_many=True),
                Field(
                    "commitment",
                    _("Commitments"),
                    Entry(
                        {"day": Day(), "text": Words(), "document": Reference("document")},
                        {"day": _("Day"), "text": _("What was promised"), "document": _("Document")},
                        needed=("text",),
                    ),
                    is_many=True,
                    help=_("What the actor has promised, with the document that says so."),
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
            help=_("By these, territories across the ocean find organisations of the group of businesses."),
        ),
    ),
)

CONTACT = Kind(
    name="contact",
    label=_("contact person"),
    plural=_("contact persons"),
    permission=Permission.FACILITATE,
    to_create=Permission.FACILITATE,
    through=(
        (Permission.EDIT_TERRITORY, "territory"),
        (Permission.EDIT_CLUSTER, "cluster"),
        (Permission.EDIT_PROGRAMME, "programme"),
    ),
    also_needed=("consent",),
    address="actors:contact",
    blocks=(
        Block(
            "person",
            _("Person"),
            (
                Field("name", _("Name"), Line(150), is_personal=True, reach=Reach.MEMBERS),
                Field("role", _("Role"), Words(200, is_long=False)),
                Field("email", _("E-mail"), Email(), is_personal=True, reach=Reach.MEMBERS),
                Field("phone", _("Telephone"), Line(40), is_personal=True, reach=Reach.TEAM),
                Field("languages", _("Languages"), Codes(vocabularies.languages)),
                Field(
                    "consent",
                    _("The person agreed to be named here"),
                    Flag(),
                    reach=Reach.TEAM,
                    help=_("Without it the record cannot be published."),
                ),
            ),
        ),
        Block(
            "place",
            _("For whom"),
            (
                Field("territory", _("Territory"), Reference("territory")),
                Field("cluster", _("Cluster"), Reference("cluster")),
                Field("actor", _("Actor"), Reference("actor")),
                Field("programme", _("Programme"), Reference("programme")),
            ),
        ),
    ),
)

BODY = Kind(
    name="body",
    label=_("body"),
    plural=_("bodies"),
    permission=Permission.FACILITATE,
    to_create=Permission.FACILITATE,
    through=(*OF_TERRITORY, (Permission.EDIT_PROGRAMME, "programme")),
    address="actors:body",
    blocks=(
        Block(
            "identity",
            _("Identity and mandate"),
            (
                Field("name", _("Name"), Words(300, is_long=False)),
                Field("kind", _("What it is"), Code(vocabularies.body_kinds)),
                Field("mandate", _("Mandate"), Words()),
                Field("answers_to", _("Answers to"), Reference("body")),
                Field("programme", _("Programme"), Reference("programme")),
                Field("territory", _("Territory"), Reference("territory")),
            ),
        ),
        Block(
            "work",
            _("Members and decisions"),
            (
                Field(
                    "member",
                    _("Members"),
                    Entry(
                        {"actor": Reference("actor"), "name": Line(200), "seat": Words(200, is_long=False)},
                        {"actor": _("Actor"), "name": _("Organisation"), "seat": _("Seat")},
                    ),
                    is_many=True,
                    help=_("Organisations; people are recorded as contact persons."),
                ),
                Field(
                    "decision",
                    _("Decisions"),
                    Entry(
                        {"day": Day(), "text": Words(), "document": Reference("document")},
                        {"day": _("Day"), "text": _("What was decided"), "document": _("Document")},
                        needed=("text",),
                    ),
                    is_many=True,
                ),
            ),
        ),
    ),
)
