"""What the access table asks about: Dina's client Amina, with one of everything made for each question."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from tests import factories as make
from tests import world
from tests.conftest import Linted
from tests.world import World
from webapp.database import Database
from webapp.domain.alerts import AlertKind
from webapp.domain.contacts import PhoneKind
from webapp.domain.ids import new_id
from webapp.domain.notes import NoteState
from webapp.domain.people import Role
from webapp.models import (
    Alert,
    ContactPoint,
    Device,
    Household,
    HouseholdMember,
    Task,
    User,
    UserSession,
)
from webapp.services import invitations, links, passwords, sessions
from webapp.views.identity import COOKIE

#: Who asks, in the order of the table's columns.
ASKERS = ("worker", "other", "supervisor", "administrator", "nobody")
PASSWORD = "green-kettle-april-tram"


@dataclass
class House:
    """An application with the named world in it, and ways to make things to ask about."""

    app: Flask
    db: Database
    people: World
    devices: dict[str, UUID] = field(default_factory=dict)
    session_ids: dict[str, UUID] = field(default_factory=dict)

    def person(self, asker: str) -> User | None:
        """Return who asks; None for nobody."""
        return {
            "worker": self.people.dina,
            "other": self.people.otto,
            "supervisor": self.people.sam,
            "administrator": self.people.ada,
        }.get(asker)

    def browser(self, asker: str) -> Linted:
        """Return a browser of theirs with a session of its own, on a phone known to be theirs."""
        client = self.app.test_client()
        person = self.person(asker)
        self.devices[asker] = new_id()
        if person is not None:
            with self.db.writing() as session:
                device = Device(
                    id=self.devices[asker],
                    user_id=person.id,
                    label="Test",
                    enrolled_at=make.now(),
                )
                session.add(device)
                session.flush()
                user = session.get(User, person.id)
                assert user is not None
                row, token = sessions.open_session(session, user, "Test", make.now())
                row.device_id = device.id
                self.session_ids[asker] = row.id
            client.set_cookie(COOKIE, token)
        return Linted(client)

    def make(self, build: Callable[[Session], Any]) -> Any:
        """Return what ``build`` made, committed."""
        with self.db.writing() as session:
            made = build(session)
            session.flush()
            return made

    # Each returns the id of something new that is Amina's, or Dina's.

    def note(self, state: NoteState = NoteState.SIGNED, author: User | None = None) -> UUID:
        """Add a note about Amina."""
        return self.make(
            lambda s: make.add_note(s, self.people.amina, author or self.people.dina, state=state)
        ).id

    def restricted_note(self) -> UUID:
        """Add a note about somebody whose record is restricted to Dina."""
        made = self.make(lambda s: make.add_note(s, self.people.quiet, self.people.dina))
        found: UUID = made.id
        return found

    def draft(self) -> UUID:
        """Add a note of Dina's that is not signed."""
        return self.note(NoteState.DRAFT)

    def task(self, *, is_done: bool = False) -> UUID:
        """Add a next step of Dina's for Amina."""
        more = {"done_at": make.now(), "done_by": self.people.dina.id} if is_done else {}
        task: Task = self.make(
            lambda s: make.add_task(s, self.people.dina, "Call", self.people.amina, **more)
        )
        return task.id

    def alert(self) -> UUID:
        """Add an alert on Amina's record."""
        row = Alert(
            id=new_id(),
            client_id=self.people.amina.id,
            kind=AlertKind.TWO_WORKERS,
            text="Two workers for visits",
            started_on=make.now().date(),
        )
        self.make(lambda s: s.add(row))
        return row.id

    def point(self) -> UUID:
        """Add a phone number of Amina's."""
        row = ContactPoint(
            id=new_id(),
            client_id=self.people.amina.id,
            kind=PhoneKind.PHONE,
            value="555 201 4477",
        )
        self.make(lambda s: s.add(row))
        return row.id

    def household(self, *, with_amina: bool = True) -> UUID:
        """Add a household, Amina its head unless it is to be empty of her."""
        row = Household(id=new_id(), name="Yusuf", created_at=make.now())
        self.make(lambda s: s.add(row))
        self._member(row.id, self.people.amina.id if with_amina else self.people.rosa.id)
        return row.id

    def member(self) -> UUID:
        """Add Amina to a new household and return her membership."""
        row = Household(id=new_id(), name="Yusuf", created_at=make.now())
        self.make(lambda s: s.add(row))
        return self._member(row.id, self.people.amina.id)

    def _member(self, household_id: UUID, client_id: UUID) -> UUID:
        row = HouseholdMember(
            id=new_id(),
            household_id=household_id,
            client_id=client_id,
            relationship="head",
            joined_on=make.now().date(),
        )
        self.make(lambda s: s.add(row))
        return row.id

    def newcomer(self, **more: Any) -> UUID:
        """Add a colleague without a team and return their id."""
        return self.make(
            lambda s: make.add_user(
                s, "New Colleague", Role.WORKER, email=f"{new_id()}@example.org", **more
            )
        ).id

    def secondary(self) -> UUID:
        """Let Ben stand in on Amina's case and return his assignment."""
        return self.make(lambda s: make.assign(s, self.people.amina_case, self.people.ben)).id

    def invitation(self, asker: str) -> UUID:
        """Invite somebody, in the asker's name."""
        return self._invite(asker)[0].id

    def invitation_token(self) -> str:
        """Invite somebody and return what stands in the mailed link."""
        return self._invite("administrator")[1]

    def _invite(self, asker: str) -> Any:
        person = self.person(asker) or self.people.ada
        return self.make(
            lambda s: invitations.invite(
                s,
                name="Nadia",
                email=f"{new_id()}@example.org",
                role=Role.WORKER,
                team_id=None,
                created_by=person.id,
                now=make.now(),
            )
        )

    def reset_token(self) -> str:
        """Return the token of a reset link of somebody nobody else needs."""
        user_id = self.newcomer()

        def build(session: Session) -> str:
            user = session.get(User, user_id)
            assert user is not None
            assert user.email is not None
            _link, token = links.make(
                session,
                links.RESET,
                user.email,
                make.now(),
                lasts=timedelta(hours=1),
                user_id=user.id,
            )
            return token

        found: str = self.make(build)
        return found

    def with_password(self, asker: str) -> None:
        """Give the asker the password of these tests."""
        person = self.person(asker)
        if person is None:
            return

        def build(session: Session) -> None:
            user = session.get(User, person.id)
            assert user is not None
            user.password_hash = passwords.hashed(PASSWORD)

        self.make(build)

    def other_session(self, asker: str) -> UUID:
        """Open another session of the asker and return its id."""
        person = self.person(asker) or self.people.dina

        def build(session: Session) -> UserSession:
            user = session.get(User, person.id)
            assert user is not None
            return sessions.open_session(session, user, "Test", make.now())[0]

        row: UserSession = self.make(build)
        return row.id


def build(app: Flask) -> House:
    """Return the house with the named world committed."""
    db: Database = app.extensions["tend.database"]
    with db.writing() as session:
        people = world.build(session)
    return House(app, db, people)
