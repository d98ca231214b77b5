"""The two registers of a cluster: the production system, and the organisation that speaks for it.

Both records of a cluster have the same short name. An agglomeration without anybody who could answer has a
production system only.
"""

from django.utils.translation import gettext_lazy as _

from polos import vocabularies
from polos.vocabularies import cluster_lists as lists
from polos_web.accounts.roles import Permission
from polos_web.registers.kinds import Block, Field, Follows, Kind, Nature, Reach
from polos_web.registers.values import (
    Code,
    Codes,
    Day,
    Decimal,
    Email,
    Entry,
    Line,
    Link,
    Reference,
    WholeNumber,
    Words,
    Year,
)

EXCHANGE = Entry(
    {
        "type": Code(lists.exchange_types),
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
CERTIFICATE = Entry(
    {
        "kind": Code(lists.certificate_kinds),
        "name": Line(200),
        "issuer": Line(200),
        "valid_from": Day(),
        "valid_until": Day(),
    },
    {
        "kind": _("Kind"),
        "name": _("Name"),
        "issuer": _("Issued by"),
        "valid_from": _("Valid from"),
        "valid_until": _("Valid until"),
    },
    needed=("name",),
)
CHAIN_LINK = Entry(
    {
        "stage": Code(lists.value_chain_stages),
        "role": Code(lists.chain_roles),
        "name": Line(200),
        "product": Line(200),
        "place": Line(200),
    },
    {
        "stage": _("Stage"),
        "role": _("Role"),
        "name": _("Who"),
        "product": _("Product or service"),
        "place": _("Where"),
    },
    needed=("stage", "role", "name"),
)
MEMBERS = Entry(
    {"type": Code(lists.member_types), "count": WholeNumber(most=1_000_000)},
    {"type": _("Type"), "count": _("How many")},
    needed=("type", "count"),
)

IDENTITY = Block(
    "identity",
    _("Identity and place"),
    (
        Field("name", _("Name"), Words(300, is_long=False)),
        Field(
            "full_name",
            _("Name in full"),
            Words(300, is_long=False),
            help=_("Where the name alone does not tell what it is."),
        ),
        Field("acronym", _("Acronym"), Line(60)),
        Field("kind", _("Kind"), Code(vocabularies.cluster_kinds), facet="kind"),
        Field("country", _("Country"), Code(vocabularies.countries), facet="country"),
        Field(
            "side",
            _("Side"),
            Code(vocabularies.sides),
            help=_("It follows from the country."),
            follows=Follows("country", lambda country: vocabularies.countries().parent(country)),
        ),
        Field(
            "territory",
            _("Territory"),
            Reference("territory"),
            help=_("The smallest territory on record that holds it."),
        ),
        Field("place", _("Seat or main town"), Line(200)),
        Field("codes", _("Codes"), Line(300), help=_("NUTS or ISO 3166-2, with a semicolon between them.")),
        Field("latitude", _("Latitude"), Decimal(-90, 90)),
        Field("longitude", _("Longitude"), Decimal(-180, 180)),
        Field("languages", _("Working languages"), Codes(vocabularies.languages), facet="language"),
        Field("website", _("Website"), Link()),
    ),
)
PRODUCTION = Block(
    "production",
    _("Production"),
    (
        Field("sector", _("Sector"), Words(300, is_long=False)),
        Field("activities", _("Products and activities"), Words()),
        Field("markets", _("Markets"), Codes(vocabularies.markets), facet="market"),
        Field("technologies", _("Technologies"), Codes(vocabularies.technologies), facet="technology"),
        Field("nace", _("Industries (NACE)"), Codes(vocabularies.nace)),
        Field(
            "firms",
            _("Firms"),
            WholeNumber(most=1_000_000),
            help=_("All firms of the production system in this place, members or not."),
        ),
        Field("firms_year", _("Year of the number of firms"), Year()),
        Field("employment", _("Employment"), WholeNumber(most=100_000_000)),
        Field("employment_year", _("Year of the employment"), Year()),
        Field("organisation", _("Organisation of production"), Code(lists.production_organisations)),
        Field("scope", _("Extent of production"), Code(lists.production_scopes)),
        Field("stages", _("Stages of the value chain"), Codes(lists.value_chain_stages)),
        Field("markets_served", _("Where firms sell"), Codes(lists.market_areas)),
    ),
)
CHAIN = Block(
    "chain",
    _("Value chain"),
    (Field("chain", _("Suppliers, producers, buyers and support institutions"), CHAIN_LINK, is_many=True),),
    help=_("Organisations or groups of firms, stage by stage. No names of people."),
)
DEVELOPMENT = Block(
    "development",
    _("Maturity, origin and purpose"),
    (
        Field(
            "maturity",
            _("Maturity"),
            Code(lists.cluster_maturities),
            nature=Nature.OPINION,
            natures=(Nature.FACT,),
            facet="maturity",
        ),
        Field(
            "maturity_reasons", _("Why this stage"), Words(), nature=Nature.OPINION, natures=(Nature.FACT,)
        ),
        Field("since", _("Since when firms of the sector gather here"), Year()),
        Field("origin", _("Origin"), Code(lists.cluster_origins)),
        Field("purpose", _("Purpose"), Codes(lists.cluster_purposes)),
    ),
)
COMPETITIVENESS = Block(
    "competitiveness",
    _("Competitiveness"),
    (
        Field("advantages", _("Advantages"), Codes(lists.cluster_advantages), nature=Nature.OPINION),
        Field("advantages_words", _("Advantages, in own words"), Words(), nature=Nature.OPINION),
        Field("disadvantages", _("Disadvantages"), Codes(lists.cluster_disadvantages), nature=Nature.OPINION),
        Field("disadvantages_words", _("Disadvantages, in own words"), Words(), nature=Nature.OPINION),
        Field(
            "cooperation_drivers",
            _("What makes firms cooperate"),
            Codes(lists.cooperation_drivers),
            nature=Nature.OPINION,
        ),
        Field(
            "cooperation_gaps",
            _("Where firms seldom cooperate"),
            Codes(lists.cooperation_gaps),
            nature=Nature.OPINION,
        ),
    ),
    help=_(
        "The lists join what was named for both sides in 2014 and 2015, so that clusters can be compared."
    ),
)
CHALLENGES = Block(
    "challenges",
    _("Challenges"),
    (
        Field(
            "challenges_5",
            _("Challenges of the next 5 years"),
            Codes(lists.cluster_challenges),
            nature=Nature.OPINION,
        ),
        Field("challenges_5_words", _("The next 5 years, in own words"), Words(), nature=Nature.OPINION),
        Field(
            "challenges_10",
            _("Challenges of the next 10 years"),
            Codes(lists.cluster_challenges),
            nature=Nature.OPINION,
        ),
        Field("challenges_10_words", _("The next 10 years, in own words"), Words(), nature=Nature.OPINION),
    ),
)
INTERNATIONALISATION = Block(
    "internationalisation",
    _("Internationalisation"),
    (
        Field("experience", _("Experience abroad"), Code(lists.international_experience)),
        Field("strategy", _("Internationalisation strategy"), Code(lists.strategy_forms)),
        Field("target_markets", _("Markets aimed at"), Codes(lists.market_areas), nature=Nature.PLAN),
        Field("drivers", _("What helps"), Codes(lists.internationalisation_drivers), nature=Nature.OPINION),
        Field(
            "barriers", _("What hampers"), Codes(lists.internationalisation_barriers), nature=Nature.OPINION
        ),
        Field("abroad_words", _("Internationalisation, in own words"), Words(), nature=Nature.OPINION),
    ),
)
POLICIES = Block(
    "policies",
    _("Policies"),
    (
        Field("policies", _("Policies and instruments that reach the cluster"), Words()),
        Field("policy_limits", _("What stands in the way of cooperation"), Words(), nature=Nature.OPINION),
        Field(
            "policy_wishes",
            _("Policies, actions or instruments that would help"),
            Words(),
            nature=Nature.OPINION,
        ),
        Field("policy_agents", _("Who should take part, public and private"), Words(), nature=Nature.OPINION),
    ),
    help=_("Institutions and instruments by their names. No names of people."),
)
EXCHANGE_BLOCK = Block(
    "exchange",
    _("Offers and needs"),
    (
        Field("offers", _("Offers"), EXCHANGE, is_many=True, facet="offer"),
        Field("needs", _("Needs"), EXCHANGE, is_many=True, facet="need"),
    ),
    help=_("One offer and one need, in your own language, are enough to be found."),
)
CERTIFICATES = Block(
    "certificates",
    _("Certificates and labels"),
    (Field("certificates", _("Certificates and labels"), CERTIFICATE, is_many=True),),
    help=_(
        "Also a trademark, a designation of origin or a recognition, with the days between which it holds."
    ),
)

CLUSTER = Kind(
    name="cluster",
    label=_("cluster"),
    plural=_("clusters"),
    permission=Permission.EDIT_CLUSTER,
    to_create=None,
    address="clusters:detail",
    blocks=(
        IDENTITY,
        PRODUCTION,
        CHAIN,
        DEVELOPMENT,
        COMPETITIVENESS,
        CHALLENGES,
        INTERNATIONALISATION,
        POLICIES,
        EXCHANGE_BLOCK,
        CERTIFICATES,
    ),
    also_needed=("country",),
)

ORGANISATION = Kind(
    name="organisation",
    label=_("cluster organisation"),
    plural=_("cluster organisations"),
    permission=Permission.EDIT_CLUSTER,
    to_create=None,
    address="clusters:detail",
    blocks=(
        Block(
            "form",
            _("Form and age"),
            (
                Field("name", _("Name"), Words(300, is_long=False)),
                Field("legal_form", _("Legal form"), Code(lists.legal_forms)),
                Field("year", _("Founded"), Year()),
                Field("team_fte", _("Team (full-time equivalents)"), Decimal(most=100_000)),
            ),
        ),
        Block(
            "members",
            _("Members"),
            (
                Field("members_count", _("Members"), WholeNumber(most=1_000_000)),
                Field("members_basis", _("What is counted"), Code(lists.member_bases)),
                Field("members_year", _("Year of the number of members"), Year()),
                Field("members_by_type", _("Members by type"), MEMBERS, is_many=True),
            ),
            help=_("Four members are enough: clusters of every size are welcome."),
        ),
        Block(
            "governance",
            _("Governance and finance"),
            (
                Field(
                    "governance_body",
                    _("Body that decides"),
                    Words(500),
                    help=_("What it is called, who sits in it and how often it meets. No names of people."),
                ),
                Field("governance_level", _("Level at which it decides"), Code(vocabularies.scales)),
                Field("public_share", _("Public money (%)"), Decimal(most=100)),
                Field("private_share", _("Private money (%)"), Decimal(most=100)),
                Field("financing", _("Where the money comes from"), Codes(lists.financing_sources)),
            ),
        ),
        Block(
            "services",
            _("Services and contact"),
            (
                Field("services", _("Services"), Codes(lists.cluster_services)),
                Field("services_words", _("Services, in own words"), Words()),
                Field("email", _("E-mail"), Email(), is_personal=True, reach=Reach.MEMBERS),
                Field("phone", _("Telephone"), Line(40), is_personal=True, reach=Reach.TEAM),
            ),
        ),
    ),
)
