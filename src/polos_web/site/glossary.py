"""The words that pages use and not everybody knows: what each means, in the language of the page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word, or a few that belong together; ``code`` is its place on the page and never changes."""

    code: str
    word: str | Promise
    meaning: str | Promise


TERMS = (
    Term(
        "cluster",
        _("cluster"),
        _(
            "Firms and organisations of one field in one area, and the organisation that works for "
            "them. A polo (in Spanish and Portuguese), a district and a local productive arrangement "
            "are clusters too."
        ),
    ),
    Term(
        "production-system",
        _("production system"),
        _("The firms of one field in a place, whether or not they belong to the organisation."),
    ),
    Term(
        "organisation",
        _("cluster organisation"),
        _("Who speaks for a cluster, decides and serves its members. Some clusters have none."),
    ),
    Term(
        "claimed",
        _("claimed profile"),
        _(
            "A profile that its own people keep: somebody made it or claimed it, and a verifier "
            "confirmed the claim. Nobody of a profile that is not claimed was asked."
        ),
    ),
    Term(
        "stand-in",
        _("stand-in"),
        _(
            "A cluster noted because nothing better was found for its territory; not a partner ready "
            "to answer."
        ),
    ),
    Term(
        "maturity",
        _("maturity"),
        _(
            "How far the joint work of a cluster has come, in five stages from potential to mature, "
            "or in transformation. Each profile says why."
        ),
    ),
    Term(
        "ladder",
        _("ladder"),
        _("What a profile still lacks for one kind of cooperation, rung by rung. It refuses nobody."),
    ),
    Term(
        "offer",
        _("offer and need"),
        _(
            "What a cluster or territory can give, and what it asks for; each has a type, such as "
            "technology, market access or skills."
        ),
    ),
    Term(
        "territory",
        _("territory"),
        _(
            "A nation, region, sub-region or association of them that can cooperate, such as a "
            "metropolitan area or a consortium of municipalities."
        ),
    ),
    Term(
        "side",
        _("side"),
        _("The European Union, or Latin America and the Caribbean."),
    ),
    Term(
        "s3",
        _("smart specialisation (S3, RIS3)"),
        _(
            "The choice of a few fields that a territory supports because it has something to build "
            "on. The strategy that says so is called S3, or RIS3 where a region writes it."
        ),
    ),
    Term(
        "edp",
        _("entrepreneurial discovery (EDP)"),
        _(
            "The way in which firms, research, authorities and citizens of a territory find these "
            "fields together."
        ),
    ),
    Term(
        "helix",
        _("helix"),
        _(
            "The groups of actors a territory needs at one table: firms, research and education, "
            "authorities, civil society, and those who finance."
        ),
    ),
    Term(
        "priority",
        _("declared priority"),
        _("A field a territory says it wants to support, as its strategy words it. Declaring is not having."),
    ),
    Term(
        "specialisation",
        _("specialisation"),
        _(
            "An activity that weighs more in a territory than in the territories it is compared with:"
            " what it does, not what it says."
        ),
    ),
    Term(
        "cell",
        _("market, technology, cell"),
        _(
            "Priorities and clusters are coded by 14 markets (fields of use) and 7 technologies. A "
            "market with a technology is a cell."
        ),
    ),
    Term(
        "nace",
        _("NACE"),
        _("The European list of economic activities. Industries are its divisions, with two digits."),
    ),
    Term(
        "convergence",
        _("convergence"),
        _("What two groups of territories declare in common, by market and technology."),
    ),
    Term(
        "complementary",
        _("complementary"),
        _(
            "Unlike what we have, and related to it: something the other does well, we do not, and "
            "that goes with what we do."
        ),
    ),
    Term(
        "counterpart",
        _("counterpart"),
        _(
            "A territory or cluster of the other side with which cooperation could make sense. A "
            "proposal, not a decision."
        ),
    ),
    Term(
        "pairing",
        _("pairing"),
        _("Two territories or clusters, one of each side, that were brought together to cooperate."),
    ),
    Term(
        "score",
        _("score, weight"),
        _(
            "A number between 0 and 1 that orders a list and decides nothing. Weights say how much "
            "each reason counts; you can change them, and every score opens its reasons."
        ),
    ),
    Term(
        "nature",
        _("fact, opinion, plan, outcome"),
        _("What a statement is. A statement without a mark is a fact; the others carry theirs."),
    ),
    Term(
        "confidence",
        _("confidence"),
        _("How sure whoever coded a row was of it: high, medium or low."),
    ),
    Term(
        "recalled",
        _("recalled, inferred"),
        _(
            "Written down from general knowledge without a page at hand, or derived from something "
            "else; both are marked."
        ),
    ),
    Term(
        "unknown",
        _("unknown"),
        _("Not known to us. It is neither zero nor no, and nothing is filled in for it."),
    ),
    Term(
        "verifier",
        _("verifier"),
        _("Somebody of a named institution who says whether a claim to a profile is right."),
    ),
    Term(
        "synthesis",
        _("dialogue, synthesis"),
        _(
            "Blocks of questions that people of both sides answer one after the other, and the table "
            "made of their answers: EU, LAC, comparison and opportunities, each sentence with who "
            "said it."
        ),
    ),
    Term(
        "delphi",
        _("Delphi"),
        _(
            "A panel scores the same statements in rounds, each time seeing what the others gave "
            "without their names."
        ),
    ),
)
