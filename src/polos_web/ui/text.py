"""Text made comparable: what people type finds what stands in the records, accents or not."""

import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """Return the text in small letters without accents: ``"Bogotá, ŁÓDŹ"`` gives ``"bogota, lodz"``."""
    small = text.casefold()
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFKD", small)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_PLAIN)


def words(text: str) -> list[str]:
    """Return the folded words of what somebody typed."""
    return folded(text).split()
