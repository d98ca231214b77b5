"""Payloads about people, readable only while the key of that person exists (AES-256-GCM)."""

import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def new_key() -> bytes:
    """Return a key of 256 bits."""
    return AESGCM.generate_key(bit_length=256)


def plain(details: dict[str, Any]) -> bytes:
    """Write details as JSON."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True).encode()


def seal(details: dict[str, Any], key: bytes, *, event: int) -> bytes:
    """Encrypt details for one event; moved to another event, they cannot be opened."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain(details), str(event).encode())


def unseal(content: bytes, key: bytes, *, event: int) -> dict[str, Any]:
    """Decrypt what :func:`seal` made.

    Raises
    ------
    cryptography.exceptions.InvalidTag
        When the content, the key or the event is another one.
    """
    opened = AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], str(event).encode())
    return json.loads(opened)
