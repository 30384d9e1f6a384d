"""The pages everybody uses: what they show to whom, in how many queries, and never more."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests import factories as make
from webapp.domain.cases import CaseStatus, RiskLevel
from webapp.domain.contacts import ContactOutcome
from webapp.models import AuditEvent, Base, UserSession
from webapp.services import audit
from webapp.services.summary import touch


def fill(session, people, count):
    """Give Dina more clients with notes and tasks."""
    for number in range(count):
        client = make.add_client(session, f"Person Number {number}")
        make.add_case(session, client, people.reentry, people.dina)
        make.add_note(session, client, people.dina)
        make.add_task(session, people.dina, "Call back", client, due_on=make.now().date())
        make.add_phone(session, client, f"555-01{number:02}")
        touch(session, [client.id])
    session.commit()


@pytest.mark.parametrize(
    ("path", "most"), [("/today", 8), ("/clients", 4), ("/clients?show=all", 6), ("/note", 4)]
)
def test_queries_do_not_grow_with_the_caseload(
    client_as, people, session, count_queries, path, most
):
    browser = client_as(people.dina)
    fill(session, people, 3)
    with count_queries() as few:
        assert browser.get(path).status_code == 200
    fill(session, people, 40)
    with count_queries() as many:
        assert browser.get(path).status_code == 200
    # The audit chain takes two more: its end, and the new link.
    assert len(many) == len(few) <= most + 2, "\n".join(many)


def test_queries_do_not_grow_with_the_story(client_as, people, session, count_queries):
    browser = client_as(people.dina)
    path = f"/clients/{people.amina.id}"
    make.add_note(session, people.amina, people.dina)
    session.commit()
    with count_queries() as few:
        browser.get(path)
    for number in range(30):
        make.add_note(session, people.amina, people.dina)
        make.add_task(session, people.dina, f"Step {number}", people.amina)
    session.commit()
    with count_queries() as many:
        browser.get(path)
    assert len(many) == len(few) <= 20, "\n".join(many)


def test_the_caseload_is_in_bands_with_reasons(client_as, people, session):
    quiet = make.add_client(session, "Quiet For Weeks")
    make.add_case(session, quiet, people.reentry, people.dina, risk=RiskLevel.HIGH)
    make.add_note(session, quiet, people.dina, occurred_at=make.now() - timedelta(days=20))
    touch(session, [quiet.id])
    holding = make.add_client(session, "Holding Person")
    make.add_case(
        session,
        holding,
        people.reentry,
        people.dina,
        status=CaseStatus.HOLDING,
        status_review_on=make.now().date() + timedelta(days=30),
        risk=RiskLevel.LOW,
    )
    session.commit()
    page = client_as(people.dina).get("/clients").text
    assert page.index("High risk") < page.index("Quiet For Weeks") < page.index("Holding Person")
    assert "No contact for 20 days" in page


def test_filters_are_addresses(client_as, people, session):
    browser = client_as(people.dina)
    high = browser.get("/clients?show=high").text
    assert "Amina Yusuf" in high
    assert "Rosa Delgado" not in high
    assert browser.get("/clients?show=nonsense&n=-5&whose=x").status_code == 200


@pytest.mark.parametrize("typed", ["amina", "Amena Yusuf", "yusuf", "ÁMINA", "yusuff"])
def test_search_forgives_slips_and_accents(client_as, people, typed):
    page = client_as(people.dina).get(f"/clients?q={typed}").text
    assert "Amina Yusuf" in page
    assert "Rosa Delgado" not in page


def test_search_finds_phone_endings_and_case_numbers(client_as, people, session):
    make.add_phone(session, people.amina, "(312) 555-0187")
    session.commit()
    browser = client_as(people.dina)
    assert "Amina Yusuf" in browser.get("/clients?q=0187").text
    assert "Amina Yusuf" in browser.get(f"/clients?q={people.amina.case_number}").text


def test_an_empty_search_offers_to_add_with_the_name_kept(client_as, people):
    page = client_as(people.dina).get("/clients?q=Zebediah").text
    assert 'value="Zebediah"' in page
    assert "/clients/new" in page


def test_who_sees_whom(client_as, people):
    seen = {
        people.dina: {people.amina, people.carlos, people.rosa, people.quiet},
        people.ben: {people.carlos},
        people.otto: {people.farid},
        people.sam: {people.amina, people.carlos, people.rosa},
        people.sol: {people.farid},
        # Facts of everybody but the restricted; no notes.
        people.ada: {people.amina, people.carlos, people.rosa, people.farid},
    }
    clients = [people.amina, people.carlos, people.farid, people.rosa, people.quiet]
    for person, visible in seen.items():
        browser = client_as(person)
        for client in clients:
            status = browser.get(f"/clients/{client.id}").status_code
            assert status == (200 if client in visible else 404), (person.name, client.name_used)


def test_an_administrator_reads_no_notes(client_as, people, session):
    make.add_note(session, people.amina, people.dina)
    session.commit()
    page = client_as(people.ada).get(f"/clients/{people.amina.id}").text
    assert "Amina Yusuf" in page
    assert "housing form" not in page


def test_an_ended_assignment_ends_access(client_as, people, session):
    from webapp.models import Assignment

    row = session.scalars(
        select(Assignment).where(Assignment.case_id == people.amina_case.id)
    ).one()
    row.ended_at = make.now()
    session.commit()
    assert client_as(people.dina).get(f"/clients/{people.amina.id}").status_code == 404


def test_reading_a_client_is_in_the_chain(client_as, people, session, db):
    client_as(people.dina).get(f"/clients/{people.amina.id}")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "read_client")).one()
    assert (event.client_id, event.user_id) == (people.amina.id, people.dina.id)
    with db.reading() as reading:
        assert audit.verify(reading).broken_at is None


def test_reading_what_is_not_yours_leaves_no_reading(client_as, people, session):
    client_as(people.otto).get(f"/clients/{people.amina.id}")
    count = select(func.count()).where(AuditEvent.action == "read_client")
    assert session.scalar(count) == 0


def test_nobody_is_sent_to_sign_in(client_as, people):
    browser = client_as(None)
    for path in ("/today", "/clients", f"/clients/{people.amina.id}", "/note"):
        answer = browser.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/login")


def test_the_timeline_has_pages_and_filters(client_as, people, session):
    for number in range(45):
        make.add_note(
            session,
            people.amina,
            people.dina,
            occurred_at=make.now() - timedelta(days=number + 1),
            sections={"narrative": f"Entry-{number:03}"},
        )
    session.commit()
    browser = client_as(people.dina)
    seen, path = [], f"/clients/{people.amina.id}"
    for _ in range(5):
        page = browser.get(path).text
        seen += [part[:3] for part in page.split("Entry-")[1:]]
        older = [part for part in page.split('href="') if "before=" in part.split('"')[0]]
        if not older:
            break
        path = older[0].split('"')[0].replace("&amp;", "&").split("#")[0]
    assert seen == [f"{number:03}" for number in range(45)]
    assert "Entry-" not in browser.get(f"/clients/{people.amina.id}?only=changes").text


def test_an_attempt_is_shown_as_one(client_as, people, session):
    make.add_note(session, people.amina, people.dina, outcome=ContactOutcome.ATTEMPTED)
    session.commit()
    assert "no contact" in client_as(people.dina).get(f"/clients/{people.amina.id}").text


def test_text_is_escaped_everywhere(client_as, people, session):
    nasty = '<script>alert("x")</script>'
    client = make.add_client(session, f"Mallory {nasty}", safe_contact=nasty, address=nasty)
    make.add_case(session, client, people.reentry, people.dina)
    make.add_note(session, client, people.dina, sections={"narrative": nasty}, place=nasty)
    make.add_task(session, people.dina, nasty, client, due_on=make.now().date())
    session.commit()
    browser = client_as(people.dina)
    paths = ("/today", "/clients", f"/clients/{client.id}", f"/note?client={client.id}", "/note")
    for path in paths:
        assert nasty not in browser.get(path).text


def test_pages_speak_spanish_and_turn_around(client_as, people):
    browser = client_as(people.dina)
    browser.client.set_cookie("tend_language", "es")
    assert 'lang="es" dir="ltr"' in browser.get("/today").text
    browser.client.set_cookie("tend_language", "ar")
    assert 'lang="ar" dir="rtl"' in browser.get("/today").text


def test_a_page_leaves_nothing_behind_but_its_reading(client_as, people, session):
    browser = client_as(people.dina)
    tables = [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in {AuditEvent.__tablename__, UserSession.__tablename__}
    ]

    def rows():
        session.rollback()
        return {table.name: session.execute(select(table)).all() for table in tables}

    before = rows()
    for path in ("/today", "/clients", f"/clients/{people.amina.id}", "/note"):
        assert browser.get(path).status_code == 200
    assert rows() == before


def test_a_long_note_is_whole_on_the_clients_page(client_as, people, session):
    # The page is what a phone carries: what is not on it cannot be read without a signal.
    text = "A long story. " * 500 + "The very end."
    make.add_note(session, people.amina, people.dina, sections={"narrative": text})
    session.commit()
    page = client_as(people.dina).get(f"/clients/{people.amina.id}").text
    assert "The very end." in page
