"""UUIDv7 identifiers: made by the phone or the server, sorted by the moment they were made."""

import os
import time
import uuid


def new_id() -> uuid.UUID:
    """Return a fresh UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (stamp & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= ((random >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & ((1 << 62) - 1)
    return uuid.UUID(int=value)


def parse_id(text: str) -> uuid.UUID | None:
    """Return the UUID written in ``text``, or None when it is not one in its usual form."""
    if len(text) != 36:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
