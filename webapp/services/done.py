"""What a verb answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Done:
    """What a verb did: whom it concerned, where to go now, what to say, what to show."""

    client_id: UUID | None = None
    subject_id: UUID | None = None
    #: A path of ours, such as ``/clients/<id>``.
    location: str | None = None
    #: A code in ``forms/words.py`` SAID: the one sentence shown on the next page.
    say: str | None = None
    #: What the action's partial is rendered with.
    context: Mapping[str, Any] = field(default_factory=dict)
    #: Facts for the audit event; never names, never text of a note.
    details: dict[str, Any] = field(default_factory=dict)
