"""Where the house's own servers listen: private sockets, no network."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET_FOLDER = 85  # the kernel allows 107 bytes, and PostgreSQL adds ".s.PGSQL.5432.lock"


@dataclass(frozen=True, slots=True)
class Addresses:
    sockets: Path
    database_url: str
    owner_url: str
    redis_url: str


def name_of(home: Path) -> str:
    """A short name no other home has."""
    return "hitokoe-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


def addresses(home: Path) -> Addresses:
    """The addresses of the servers of this home; nothing is started or touched."""
    sockets = home.resolve() / "run"
    if os.geteuid() == 0:
        # Under root's own folders a system user that runs PostgreSQL would not find its way to the socket.
        sockets = Path("/run") / name_of(home)
    elif len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = Path("/tmp") / name_of(home)
    return Addresses(
        sockets=sockets,
        database_url=f"postgresql://hitokoe_app@/hitokoe?host={sockets}",
        owner_url=f"postgresql://hitokoe@/hitokoe?host={sockets}",
        redis_url=f"redis+socket://{sockets}/broker.sock?virtual_host=0",
    )
