"""The pages every check of looks, access and weight goes through; a new page adds its line here."""

LANGUAGES = ("en", "es", "pt", "fr")

# A short name for pictures and messages, and the address without its language.
PAGES = {
    "home": "",
    "about": "about/",
    "glossary": "glossary/",
    "territories": "territories/",
    "territories-found": "territories/?q=bio&side=LAC",
    "territory": "territories/mx_col/",
    "territory-thin": "territories/pe_are/",
    "priority": "territories/priorities/at22-02/",
    "clusters": "clusters/",
    "clusters-found": "clusters/?market=health&side=EU",
    "cluster": "clusters/es-hegan/",
    "cluster-thin": "clusters/mx-polo-tic-de-yucatan/",
    "clusters-compared": "clusters/compare/?c=es-acicae&c=br-porto-digital&c=mx-aerocluster-de-queretaro",
    "actors": "actors/",
    "actor": "actors/eu-lac-foundation/",
    "programmes": "programmes/",
    "programme": "programmes/iuc-lac/",
    "columns": "records/actor/columns/",
    "calls": "programmes/calls/",
    "synthesis": "dialogues/polos-2014/synthesis/",
    "synthesis-sentence": "dialogues/polos-2014/synthesis/sentences/3/",
    "opinions": "dialogues/polos-2014/opinions/",
    "export": "dialogues/polos-2014/export/",
    "pairings": "pairings/",
    "compare": "compare/",
    "compare-cell": "compare/?cell=manufacturing%7Cindustrial_biotech",
    "compare-sure": "compare/?a=country-es&b=country-mx&sure=yes",
    "runs": "compare/runs/",
    "coding": "compare/coding/",
    "offers": "contacts/offers/",
    "counterparts": "counterparts/?territory=mx_col",
    "counterparts-start": "counterparts/",
    "pair": "counterparts/mx_col/pt11/",
    "pair-statistics": "counterparts/mx_col/es43/",
    "firms-across": "counterparts/firms/?territory=pe_are",
    "cluster-counterparts": "counterparts/clusters/es-acicae/",
    "cluster-counterparts-start": "counterparts/clusters/?q=auto",
    "cluster-pair": "counterparts/clusters/es-acicae/mx-autocluster-del-estado-de-chihuahua/",
    "dialogues": "dialogues/",
    "dialogue": "dialogues/polos-2014/",
    "dialogue-statements": "dialogues/polos-2014/statements/",
    "events": "events/",
    "surveys": "surveys/",
    "survey-2019": "surveys/reference-2019/",
    "datasets": "specialisations/",
    "check": "counterparts/check/",
    "search": "search/",
    "search-found": "search/?q=innovaci%C3%B3n&side=LAC&what=priority",
    "search-map": "search/map/?q=agua&side=LAC",
    "record-history": "records/cluster/es-hegan/history/",
    "record-field": "records/cluster/es-hegan/history/name/",
    "record-correct": "records/cluster/es-hegan/correct/",
    "register": "account/register/",
    "sign-in": "account/sign-in/",
    "password": "account/password/new/",
}

# Pages that are there only where statistics are loaded.
STATISTICS = {
    "dataset": "specialisations/hn-ciiu/",
    "unit": "specialisations/eurostat-sbs/ES43/",
}


def address(page: str, language: str) -> str:
    """Return the address of a page in a language."""
    return f"/{language}/{(PAGES | STATISTICS)[page]}"
