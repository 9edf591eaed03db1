"""What a person who signs in may be."""

from enum import StrEnum


class Role(StrEnum):
    WORKER = "worker"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


CARRYING = frozenset({Role.WORKER, Role.COORDINATOR})  # who can be given a case to lead
