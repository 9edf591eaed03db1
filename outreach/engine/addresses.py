"""Where the house's own servers listen: private sockets below its home, no network."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET_PATH = 90  # the kernel allows 107 bytes, and PostgreSQL adds a name of its own


@dataclass(frozen=True, slots=True)
class Addresses:
    sockets: Path
    database_url: str
    owner_url: str
    redis_url: str


def addresses(home: Path) -> Addresses:
    """The addresses of the servers of this home; nothing is started or touched."""
    sockets = home.resolve() / "run"
    if len(str(sockets)) > LONGEST_SOCKET_PATH:
        sockets = Path("/tmp") / f"hitokoe-{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]}"
    return Addresses(
        sockets=sockets,
        database_url=f"postgresql://hitokoe_app@/hitokoe?host={sockets}",
        owner_url=f"postgresql://hitokoe@/hitokoe?host={sockets}",
        redis_url=f"redis+socket://{sockets}/broker.sock?virtual_host=0",
    )
