"""Invitations: made by those who may, mailed, accepted once."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from sqlalchemy import select

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.domain.people import Role
from webapp.models import AuditEvent, MailedLink, TeamMember, User, UserSession

PASSWORD = "green-kettle-april-tram"
EMAIL = "nadia.petrov@example.org"


@pytest.fixture
def mailbox(settings):
    def read():
        files = sorted((settings.data_dir / "mail").glob("*.eml"))
        return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]

    return read


def invite(browser, **more):
    fields = {"name": "Nadia Petrov", "email": EMAIL, "role": "worker", "op_id": new_id(), **more}
    return browser.act("invite_person", **fields)


def path_in(message):
    return re.search(r"/invitation/[\w-]+", message.get_content())[0]


def token_in(message):
    return path_in(message).rpartition("/")[2]


def accept(browser, token, **more):
    return browser.act(
        "accept_invitation",
        **{"token": token, "name": "Nadia Petrov", "new_password": PASSWORD, **more},
    )


def user(session, email=EMAIL):
    session.rollback()
    return session.scalar(select(User).where(User.email == email))


def test_an_invited_person_chooses_a_password_and_is_in(client_as, people, mailbox, session):
    answer = invite(client_as(people.ada), team_id=people.north.id)
    assert answer.location == "/people?said=invited"
    (message,) = mailbox()
    assert message["To"] == EMAIL
    assert "Harbor Street" in message.get_content()
    newcomer = client_as(None)
    assert newcomer.get(path_in(message)).location == "/invitation"
    page = newcomer.get("/invitation").text
    assert "Nadia Petrov" in page
    assert EMAIL in page
    assert accept(newcomer, token_in(message)).location == "/today?said=welcome"
    assert newcomer.get("/more").status_code == 200
    made = user(session)
    assert (made.role, made.name) == (Role.WORKER, "Nadia Petrov")
    member = session.get(TeamMember, (people.north.id, made.id))
    assert member.supervises is False
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)).all()
    assert actions == ["invite_person", "accept_invitation", "sign_in"]


def test_the_link_works_once(client_as, people, mailbox, session):
    invite(client_as(people.ada))
    token = token_in(mailbox()[0])
    assert accept(client_as(None), token).status_code == 303
    assert accept(client_as(None), token, name="Somebody else").status_code == 410
    assert user(session).name == "Nadia Petrov"


def test_looking_at_an_invitation_makes_nobody(client_as, people, mailbox, session):
    invite(client_as(people.ada))
    newcomer = client_as(None)
    for _ in range(3):
        newcomer.get(path_in(mailbox()[0]))
        assert newcomer.get("/invitation").status_code == 200
    assert user(session) is None
    assert session.scalars(select(MailedLink)).one().used_at is None


def test_an_invitation_works_for_seven_days(client_as, people, mailbox, session):
    invite(client_as(people.ada))
    token = token_in(mailbox()[0])
    with time_machine.travel(make.now() + timedelta(days=7, minutes=1)):
        assert accept(client_as(None), token).status_code == 410
        assert "Ran out" in client_as(people.ada).get("/people").text
    with time_machine.travel(make.now() + timedelta(days=6, hours=23)):
        assert accept(client_as(None), token).status_code == 303


def test_a_weak_password_is_refused_and_the_link_kept(client_as, people, mailbox, session):
    invite(client_as(people.ada))
    token = token_in(mailbox()[0])
    page = accept(client_as(None), token, new_password="nadia.petrov2026")
    assert page.status_code == 422
    assert "the name in your email address" in page.text
    assert user(session) is None
    assert accept(client_as(None), token).status_code == 303


def test_a_supervisor_invites_workers_into_their_own_team(client_as, people, mailbox, session):
    sam = client_as(people.sam)
    assert invite(sam, team_id=people.north.id).status_code == 303
    accept(client_as(None), token_in(mailbox()[0]))
    assert session.get(TeamMember, (people.north.id, user(session).id)) is not None


@pytest.mark.parametrize(
    ("more", "status"), [({"role": "supervisor"}, 403), ({"role": "administrator"}, 403), ({}, 422)]
)
def test_a_supervisor_invites_nobody_else(client_as, people, mailbox, session, more, status):
    team = people.north if more else people.south
    answer = invite(client_as(people.sam), team_id=team.id, **more)
    assert answer.status_code == status
    assert mailbox() == []
    assert session.scalars(select(MailedLink)).all() == []


def test_a_supervisor_must_name_a_team(client_as, people, mailbox):
    page = invite(client_as(people.sam))
    assert page.status_code == 422
    assert "Choose the team this person joins." in page.text


def test_a_worker_invites_nobody(client_as, people, mailbox):
    assert invite(client_as(people.dina)).status_code == 403
    assert mailbox() == []


def test_an_administrator_can_make_a_supervisor(client_as, people, mailbox, session):
    invite(client_as(people.ada), role="supervisor", team_id=people.south.id)
    accept(client_as(None), token_in(mailbox()[0]))
    made = user(session)
    assert made.role is Role.SUPERVISOR
    assert session.get(TeamMember, (people.south.id, made.id)).supervises is True


def test_an_address_that_is_taken_is_refused(client_as, people, mailbox):
    page = invite(client_as(people.ada), email="Dina.Okafor@example.org")
    assert page.status_code == 422
    assert "Somebody here has this address already." in page.text


@pytest.mark.parametrize("email", ["nadia", "nadia@", "@example.org", "a b@example.org"])
def test_an_address_must_be_one(client_as, people, mailbox, email):
    page = invite(client_as(people.ada), email=email)
    assert page.status_code == 422
    assert "name@example.org" in page.text


def test_sent_twice_is_invited_once(client_as, people, mailbox, session):
    ada, op_id = client_as(people.ada), new_id()
    for _ in range(2):
        assert invite(ada, op_id=op_id).status_code == 303
    assert len(mailbox()) == 1
    assert len(session.scalars(select(MailedLink)).all()) == 1


def test_sending_again_replaces_the_link(client_as, people, mailbox, session):
    ada = client_as(people.ada)
    invite(ada)
    link = session.scalars(select(MailedLink)).one()
    ada.act("resend_invitation", invitation_id=link.id, op_id=new_id())
    first, second = (token_in(message) for message in mailbox())
    assert accept(client_as(None), first).status_code == 410
    assert accept(client_as(None), second).status_code == 303


def test_an_invitation_taken_back_is_over(client_as, people, mailbox, session):
    ada = client_as(people.ada)
    invite(ada)
    link = session.scalars(select(MailedLink)).one()
    assert ada.act("revoke_invitation", invitation_id=link.id, op_id=new_id()).status_code == 303
    assert EMAIL not in ada.get("/people").text
    assert accept(client_as(None), token_in(mailbox()[0])).status_code == 410


def test_a_supervisor_handles_only_their_own_invitations(client_as, people, mailbox, session):
    invite(client_as(people.ada))
    link = session.scalars(select(MailedLink)).one()
    sam = client_as(people.sam)
    assert EMAIL not in sam.get("/people").text
    for name in ("revoke_invitation", "resend_invitation"):
        assert sam.act(name, invitation_id=link.id).status_code == 404
    session.rollback()
    assert session.get(MailedLink, link.id).revoked_at is None


def test_somebody_known_from_an_import_is_let_in(client_as, people, db, mailbox, session):
    with db.writing() as writing:
        known = make.add_user(writing, "Nadia P.", email=None)
    ada = client_as(people.ada)
    form = ada.get(f"/people?person={known.id}").text
    assert f'name="person_id" value="{known.id}"' in form
    invite(ada, person_id=known.id)
    accept(client_as(None), token_in(mailbox()[0]))
    assert user(session).id == known.id


def test_a_person_who_can_sign_in_cannot_be_taken_over(client_as, people, mailbox, session):
    answer = invite(client_as(people.ada), person_id=people.dina.id)
    assert answer.status_code == 404
    assert user(session, "dina.okafor@example.org").id == people.dina.id


def test_the_page_says_what_became_of_the_mail(client_as, people, mailbox, settings):
    ada = client_as(people.ada)
    invite(ada)
    page = ada.get("/people").text
    assert 'data-mail="written"' in page
    assert str(settings.data_dir / "mail") in page


# --- People ---------------------------------------------------------------------------------


def test_an_administrator_sees_everybody_and_a_supervisor_their_team(client_as, people):
    everybody = client_as(people.ada).get("/people").text
    assert "Otto Lind" in everybody
    mine = client_as(people.sam).get("/people").text
    assert "Dina Okafor" in mine
    assert "Otto Lind" not in mine
    assert "Close this account" not in mine


def test_a_worker_does_not_see_the_people(client_as, people):
    page = client_as(people.dina).get("/people")
    assert page.status_code == 403
    assert "Otto Lind" not in page.text


def test_a_closed_account_can_be_opened_again(client_as, people, session):
    ada = client_as(people.ada)
    ada.act("deactivate_person", user_id=people.dina.id)
    assert user(session, "dina.okafor@example.org").deactivated_at is not None
    assert "Open this account again" in ada.get("/people").text
    ada.act("reactivate_person", user_id=people.dina.id)
    assert user(session, "dina.okafor@example.org").deactivated_at is None
    assert all(
        row.revoked_at
        for row in session.scalars(select(UserSession).where(UserSession.user_id == people.dina.id))
    )


def test_nobody_closes_their_own_account(client_as, people, session):
    assert client_as(people.ada).act("deactivate_person", user_id=people.ada.id).status_code == 403
    assert user(session, "ada.novak@example.org").deactivated_at is None


def test_only_an_administrator_closes_accounts(client_as, people, session):
    assert client_as(people.sam).act("deactivate_person", user_id=people.dina.id).status_code == 403
    assert user(session, "dina.okafor@example.org").deactivated_at is None
