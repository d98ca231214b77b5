"""Answers of an open wave: sealed, all of one length, under a key that the database alone does not give.

The key of a wave lies in the database sealed under one derived from the key of the site
(``settings.SECRET_KEY``), which is in the data folder. It is destroyed when the wave is closed.
"""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12
# Every sealed answer has this length, so that it tells nothing about what is in it.
LARGEST = 32 * 1024


class TooLong(ValueError):
    """An answer has more bytes than a sealed one holds."""


class CannotBeOpened(ValueError):
    """Sealed under another key of the site than the present one."""


def new_wave_key() -> bytes:
    """Return the sealed key of a wave that opens."""
    return _seal(AESGCM.generate_key(bit_length=256), _site_key(), b"wave")


def opened_wave_key(sealed: bytes) -> bytes:
    """Return the key of a wave.

    Raises
    ------
    CannotBeOpened
        When the key of the site is another one.
    """
    return _open(sealed, _site_key(), b"wave")


def sealed_answer(answer: dict[str, Any], key: bytes) -> bytes:
    """Return an answer sealed.

    Raises
    ------
    TooLong
        When it does not fit.
    """
    written = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    if len(written) > LARGEST:
        raise TooLong(f"Found {len(written)} bytes. Needed at most {LARGEST}. Shorten the texts.")
    return _seal(written.ljust(LARGEST), key, b"answer")


def opened_answer(sealed: bytes, key: bytes) -> dict[str, Any]:
    """Return the answer that was sealed.

    Raises
    ------
    CannotBeOpened
        When the key or the content is another one.
    """
    return json.loads(_open(sealed, key, b"answer"))


def _site_key() -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"polos_web.surveys.sealing")
    return derived.derive(settings.SECRET_KEY.encode())


def _seal(content: bytes, key: bytes, what: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, what)


def _open(sealed: bytes, key: bytes, what: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], what)
    except InvalidTag as problem:
        raise CannotBeOpened("Found another key of the site than the one it was sealed under.") from problem
