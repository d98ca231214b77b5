"""The words under which clusters are found: the labels of their codes, and what people call the industries.

Sectors stand in English in the records; their codes have labels in four languages, but the label of a
division of NACE is seldom the word people type. ``EVERYDAY`` adds a few, in Spanish, Portuguese and French
(and English where it differs); it widens a search and counts nowhere else.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from polos import vocabularies
from polos.vocabularies import LANGUAGES

EVERYDAY: Mapping[str, str] = {
    "01": "agro agroindustria agroindústria agricultura agriculture",
    "03": "acuicultura aquicultura aquacultura aquaculture pesca pêche",
    "10": "agroalimentario agroalimentar agroalimentaire agroindustria agroindústria alimentos",
    "11": "vino vinho vin cerveza cerveja bière",
    "13": "textil têxtil textile",
    "14": "moda mode confección confecção",
    "15": "calzado calçado calçados chaussure cuero couro cuir",
    "16": "madera madeira bois",
    "20": "químico química chimie",
    "21": "farmacéutica farmacêutica pharmacie pharmaceutique",
    "22": "plásticos plastique plasturgie",
    "25": "metalmecánica metalmecânica metalurgia métallurgie mécanique",
    "26": "electrónica eletrônica électronique",
    "28": "maquinaria maquinário machines",
    "29": "automotriz automoción automotor autopartes autopeças automotivo automóvel automobile automotive",
    "30": "aeronáutica aéronautique aeroespacial aérospatial naval ferroviario ferroviário ferroviaire",
    "31": "muebles móveis meubles mobiliario mobiliário",
    "32": "dispositivos médicos dispositifs médicaux joyería joalheria bijouterie juguetes jouets",
    "35": "energía energia énergie renovables renováveis renouvelables",
    "49": "logística logistique transporte transport",
    "52": "logística logistique puerto porto port",
    "55": "turismo tourisme hotelería hotelaria hôtellerie",
    "58": "videojuegos jogos jeux editorial édition",
    "59": "audiovisual audiovisuel cine cinema cinéma",
    "61": "telecomunicaciones telecomunicações télécommunications",
    "62": "software informática informatique tecnologías de la información",
    "72": "biotecnología biotecnologia biotechnologie investigación pesquisa recherche",
    "79": "turismo tourisme viajes viagens voyages",
    "86": "salud saúde santé",
}


def words_of(markets: list[str], technologies: list[str], divisions: list[str]) -> Iterator[str]:
    """Give every word that finds a cluster with these codes."""
    coded = {"markets": markets, "technologies": technologies, "nace": divisions}
    for vocabulary, codes in coded.items():
        for code in codes:
            yield _labels(vocabulary, code)
    yield from (EVERYDAY[division] for division in divisions if division in EVERYDAY)


@cache
def _labels(vocabulary: str, code: str) -> str:
    known = {
        "markets": vocabularies.markets,
        "technologies": vocabularies.technologies,
        "nace": vocabularies.nace,
    }[vocabulary]()
    return " ".join(known.label(code, language) for language in LANGUAGES) if code in known else ""
