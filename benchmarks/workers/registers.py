"""Fill the data folder POLOS_DATA with synthetic records, or change some of them; print how it went as JSON.

``registers.py fill CLUSTERS TERRITORIES ACTORS`` also tells what a reader may ask for; ``write COUNT`` lets a
facilitator change a line of so many actors, one after the other.
"""

import json
import os
import sys
import time
from collections.abc import Iterator

import django
import numpy as np

os.environ["DJANGO_SETTINGS_MODULE"] = "polos_web.settings.production"
django.setup()

from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402 (after the settings)
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from polos import vocabularies  # noqa: E402
from polos.vocabularies import cluster_lists  # noqa: E402
from polos_web.accounts.models import Assignment, User  # noqa: E402
from polos_web.registers import actions  # noqa: E402
from polos_web.registers.kinds import kind  # noqa: E402
from polos_web.registers.models import Voice  # noqa: E402
from polos_web.registers.queries import record  # noqa: E402
from polos_web.registers.statements import Papers, Statement  # noqa: E402

SYNTHETIC = Papers(source="synthetic, for a benchmark", confidence="high")
LANGUAGES = ("es", "pt", "fr", "en")
# Words of the trade in the four languages; sentences of them are no sentences.
WORDS = {
    "es": "agua energía industria innovación turismo salud alimentos madera textiles puertos redes formación",
    "pt": "água energia indústria inovação turismo saúde alimentos madeira têxteis portos redes formação",
    "fr": "eau énergie industrie innovation tourisme santé alimentation bois textile ports réseaux formation",
    "en": "water energy industry innovation tourism health food wood textiles ports networks training",
}
chance = np.random.default_rng(20261122)


def some(codes: tuple[str, ...], most: int) -> list[str]:
    """Choose one to ``most`` codes."""
    return sorted(chance.choice(codes, size=int(chance.integers(1, most + 1)), replace=False).tolist())


def text(words: int) -> dict:
    language = LANGUAGES[chance.integers(4)]
    own = WORDS[language].split()
    chosen = chance.choice(own, size=words).tolist()
    return {"language": language, "original": " ".join([*chosen, f"k{chance.integers(5000)}"])}


def stated(**values: object) -> list[Statement]:
    return [Statement(code, value, papers=SYNTHETIC) for code, value in values.items() if value is not None]


def territories(count: int) -> Iterator[tuple[str, list[Statement]]]:
    countries = vocabularies.countries().codes
    for number in range(count):
        name = {"language": "en", "original": f"Synthetic territory {number}"}
        yield (
            f"synthetic-{number}",
            stated(
                name=name,
                country=str(chance.choice(countries)),
                level="region",
                form=str(chance.choice(vocabularies.territory_forms().codes)),
                latitude=round(float(chance.uniform(-40, 60)), 4),
                longitude=round(float(chance.uniform(-90, 30)), 4),
                languages=some(LANGUAGES, 2),
            ),
        )


def clusters(count: int, places: int) -> Iterator[tuple[str, list[Statement]]]:
    countries = vocabularies.countries().codes
    for number in range(count):
        exchanges = [
            Statement(
                field,
                {"type": some(cluster_lists.exchange_types().codes, 1)[0], "text": text(8)},
                item=str(item),
                papers=SYNTHETIC,
            )
            for field in ("offers", "needs")
            for item in range(2)
        ]
        yield (
            f"synthetic-{number}",
            exchanges
            + stated(
                name={"language": "es", "original": f"Synthetic cluster {number} {text(2)['original']}"},
                kind=str(chance.choice(vocabularies.cluster_kinds().codes)),
                country=str(chance.choice(countries)),
                territory=f"synthetic-{chance.integers(places)}",
                place=f"Town {number % 900}",
                latitude=round(float(chance.uniform(-40, 60)), 4),
                longitude=round(float(chance.uniform(-90, 30)), 4),
                languages=some(LANGUAGES, 2),
                sector=text(3),
                activities=text(25),
                markets=some(vocabularies.markets().codes, 3),
                technologies=some(vocabularies.technologies().codes, 3),
                firms=int(chance.integers(4, 400)),
                maturity=str(chance.choice(cluster_lists.cluster_maturities().codes)),
            ),
        )


def actors(count: int, places: int) -> Iterator[tuple[str, list[Statement]]]:
    for number in range(count):
        yield (
            f"synthetic-{number}",
            stated(
                name={"language": "fr", "original": f"Synthetic actor {number} {text(1)['original']}"},
                kind=str(chance.choice(vocabularies.actor_kinds().codes)),
                helix=str(chance.choice(vocabularies.helix().codes)),
                country=str(chance.choice(vocabularies.countries().codes)),
                territory=f"synthetic-{chance.integers(places)}",
                languages=some(LANGUAGES, 2),
                role=text(12),
            ),
        )


def fill(of_clusters: int, of_territories: int, of_actors: int) -> dict:
    rows = {
        "territory": territories(of_territories),
        "cluster": clusters(of_clusters, of_territories),
        "actor": actors(of_actors, of_territories),
    }
    for name, of_kind in rows.items():
        with transaction.atomic():
            actions.load(kind(name), of_kind, voice=Voice.IMPORTED, at=timezone.now())
    facets = {
        "side": vocabularies.sides().codes,
        "country": vocabularies.countries().codes,
        "market": vocabularies.markets().codes,
        "technology": vocabularies.technologies().codes,
        "maturity": cluster_lists.cluster_maturities().codes,
        "helix": vocabularies.helix().codes,
        "language": LANGUAGES,
        "offer": cluster_lists.exchange_types().codes,
    }
    told = {name: list(codes) for name, codes in facets.items()}
    return {"facets": told, "words": " ".join(WORDS.values()).split()}


def write(count: int) -> dict:
    person = User.objects.create(email="synthetic@example.org", name="Synthetic", joined_at=timezone.now())
    Assignment.objects.create(person=person, role="facilitator", begins_on=timezone.now().date())
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    taken = []
    for number in range(count):
        changed = record(kind("actor"), f"synthetic-{number}")
        start = time.perf_counter()
        actions.state(changed, stated(role=text(12)), seen=changed.version, by=person, at=timezone.now())
        taken.append((time.perf_counter() - start) * 1000)
    return {"milliseconds": taken}


if __name__ == "__main__":
    print(json.dumps({"fill": fill, "write": write}[sys.argv[1]](*map(int, sys.argv[2:]))))
