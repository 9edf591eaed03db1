"""Keys that sort by the moment they were made, so that indexes grow at one end."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, the rest random."""
    moment = time.time_ns() // 1_000_000
    value = (moment << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)
