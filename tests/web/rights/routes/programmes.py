"""Who may what on the routes of ``programmes``."""

from web.rights.answers import Rights, account, everybody, public

EXPECTED: dict[str, Rights] = {
    "/programmes/": public("/programmes/"),
    "/programmes/<slug>/": public("/programmes/iuc-lac/"),
    # the manager's programme is another one
    "/programmes/<slug>/part.zip": Rights(
        "/programmes/iuc-lac/part.zip", everybody("not so"), account("refused")
    ),
    "/programmes/documents/<slug>/": Rights("/programmes/documents/none/", everybody("missing")),
}
