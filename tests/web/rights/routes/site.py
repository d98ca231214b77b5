"""Who may what on the routes of ``site``."""

from web.rights.answers import Rights, account, everybody, public

EXPECTED: dict[str, Rights] = {
    "/": Rights("/", everybody("elsewhere")),
    "/robots.txt": Rights("/robots.txt", everybody("shown")),
    "/about/": public("/about/"),
    "/glossary/": public("/glossary/"),
    "/news/": Rights("/news/", account(), account()),
    "/news/calls.atom": public("/news/calls.atom"),
    "/news/stop/<link>/": Rights(
        "/news/stop/x/", everybody("missing"), everybody("missing"), alike="a secret that was mailed"
    ),
}
