"""Who uses Tend: roles, and the actor on whose behalf something is read or changed."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person does at the agency."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person asking, as services see them."""

    user_id: UUID
    role: Role
    name: str
    timezone: str = "UTC"
    language: str = "en"
    session_id: UUID | None = None
    device_id: UUID | None = None

    @property
    def is_administrator(self) -> bool:
        return self.role is Role.ADMINISTRATOR

    @property
    def is_supervisor(self) -> bool:
        return self.role is Role.SUPERVISOR
