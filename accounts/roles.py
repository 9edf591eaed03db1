"""What a person who signs in may be."""

from enum import StrEnum


class Role(StrEnum):
    WORKER = "worker"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
