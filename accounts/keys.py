"""Keys that sort by the moment they were made, so that indexes grow at one end."""

import secrets
import time
from threading import local
from uuid import UUID

RANDOM, LOW = 73, 62  # bits; one more is free above the random ones, for the steps
STEP = 1 << 40


class _Last(local):
    """What this thread made last: of which millisecond, and the bits below it."""

    moment, rest = -1, 0


_LAST = _Last()


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, the rest random; what one thread makes within a
    millisecond, the events of one deed for instance, keeps its order by random steps upwards."""
    moment = time.time_ns() // 1_000_000
    again = moment == _LAST.moment
    _LAST.rest = _LAST.rest + 1 + secrets.randbelow(STEP) if again else secrets.randbits(RANDOM)
    _LAST.moment = moment
    high, low = divmod(_LAST.rest, 1 << LOW)
    return UUID(int=moment << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low)
