"""The house itself: origin checks, pages that cannot write, and the audit chain."""

import pytest
from sqlalchemy import update

from tests import factories as make
from webapp.database import Database, ReadOnlyError
from webapp.models import AuditEvent, Client
from webapp.services import audit


def test_a_request_from_another_site_is_refused(app):
    answer = app.test_client().post("/actions/sign_out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_request_without_any_origin_is_refused(app):
    assert app.test_client().post("/actions/sign_out").status_code == 403


def test_an_older_browser_is_known_by_its_origin(app, people):
    headers = {"Origin": "http://localhost"}
    answer = app.test_client().post("/actions/nothing", headers=headers)
    assert answer.status_code in {303, 404}


def test_a_page_cannot_write(db: Database, people):
    with db.reading() as session:
        client = session.get(Client, people.amina.id)
        client.name_used = "Somebody else"
        with pytest.raises(ReadOnlyError):
            session.flush()
    with db.reading() as session, pytest.raises(ReadOnlyError):
        session.execute(update(Client).values(name_used="x"))


def test_the_chain_holds_and_a_changed_link_shows(db: Database, people):
    actor = make.actor_of(people.dina)
    for number in range(3):
        with db.writing() as session:
            audit.record(session, actor, "read_client", make.now(), details={"n": number})
    with db.reading() as session:
        assert audit.verify(session).broken_at is None
        assert audit.verify(session).links == 3
    with db.writing() as session:
        session.execute(update(AuditEvent).where(AuditEvent.seq == 2).values(action="nothing"))
    with db.reading() as session:
        assert audit.verify(session).broken_at == 2


def test_what_was_rolled_back_leaves_no_event(db: Database, people):
    actor = make.actor_of(people.dina)
    with db.sessions() as session:
        audit.record(session, actor, "read_client", make.now())
        session.flush()
        session.rollback()
    with db.reading() as session:
        assert audit.verify(session).links == 0
