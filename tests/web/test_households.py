"""Households and relationships: only as far as each person may be seen."""

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, Client, Household, HouseholdMember, Relationship


def member(session, household, client, relationship="unknown"):
    row = HouseholdMember(
        id=new_id(), household_id=household.id, client_id=client.id, relationship=relationship
    )
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def home(people, session):
    """Amina (Dina's) is the head; Farid (Otto's) and Quiet (restricted) live there, too."""
    household = Household(id=new_id(), name="Yusuf family", created_at=make.now())
    session.add(household)
    session.flush()
    member(session, household, people.amina, "head")
    member(session, household, people.farid, "partner")
    member(session, household, people.quiet, "other")
    session.commit()
    return household


def members(session, household):
    session.rollback()
    query = select(HouseholdMember).where(
        HouseholdMember.household_id == household.id, HouseholdMember.left_on.is_(None)
    )
    return {row.client_id: row.relationship for row in session.scalars(query)}


def test_the_page_links_only_those_the_reader_may_see(client_as, people, home):
    answer = client_as(people.dina).get(f"/households/{home.id}")
    page = answer.get_data(as_text=True)
    assert f'href="/clients/{people.amina.id}"' in page
    assert f'href="/clients/{people.quiet.id}"' in page
    assert "Farid" not in page
    assert str(people.farid.id) not in page
    assert "1 more person" in page
    assert answer.headers["X-App-Page"] == "1"
    page = client_as(people.otto).get(f"/households/{home.id}").get_data(as_text=True)
    assert "Farid Rahimi" in page
    assert "Amina" not in page
    assert "Quiet" not in page
    assert "2 more people" in page


def test_nobody_of_yours_is_not_found(client_as, people, home):
    assert client_as(people.ben).get(f"/households/{home.id}").status_code == 404
    assert client_as(people.dina).get(f"/households/{new_id()}").status_code == 404


def test_reading_a_household_is_reading_its_members(client_as, people, home, session):
    client_as(people.otto).get(f"/households/{home.id}")
    session.rollback()
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "read_client"))
    assert [event.client_id for event in events] == [people.farid.id]


def test_a_large_household_costs_no_more_queries(client_as, people, session, home, count_queries):
    browser, path = client_as(people.dina), f"/households/{home.id}"
    browser.get(path)
    with count_queries() as few:
        browser.get(path)
    session.rollback()
    for number in range(12):
        child = make.add_client(session, f"Child {number}")
        make.add_case(session, child, people.reentry, people.dina)
        member(session, home, child, "child")
    session.commit()
    with count_queries() as many:
        browser.get(path)
    reads = [[one for one in seen if one.startswith("SELECT")] for seen in (few, many)]
    assert len(reads[0]) == len(reads[1]) <= 5


def test_a_household_is_made_around_a_client(client_as, people, session):
    sent = {
        "op_id": new_id(),
        "household_id": new_id(),
        "member_id": new_id(),
        "client_id": people.rosa.id,
        "name": "Delgado family",
        "relationship": "head",
    }
    assert client_as(people.dina).act("create_household", **sent).status_code == 303
    assert session.get(Household, sent["household_id"]).name == "Delgado family"
    assert session.get(HouseholdMember, sent["member_id"]).client_id == people.rosa.id
    assert session.get(Client, people.rosa.id).revision == 2
    again = {**sent, "op_id": new_id(), "client_id": people.amina.id}
    assert client_as(people.dina).act("create_household", **again).status_code == 422


def join(home, client, **more):
    return {
        "op_id": new_id(),
        "household_id": home.id,
        "member_id": new_id(),
        "client_id": client.id,
        "relationship": "child",
        **more,
    }


def test_somebody_joins_and_every_member_page_is_new(client_as, people, session, home):
    assert (
        client_as(people.dina).act("add_household_member", **join(home, people.rosa)).status_code
        == 303
    )
    assert members(session, home)[people.rosa.id] == "child"
    revisions = {
        client.id: client.revision
        for client in session.scalars(select(Client).where(Client.id.in_(members(session, home))))
    }
    assert set(revisions.values()) == {2}
    assert session.get(Household, home.id).revision == 2


@pytest.mark.parametrize(
    ("who", "more", "says"),
    [
        ("amina", {}, "already in the household"),
        ("rosa", {"relationship": "head"}, "already has a head"),
        ("rosa", {"relationship": "cousin"}, "Choose one of"),
    ],
)
def test_what_cannot_be_is_named(client_as, people, session, home, who, more, says):
    answer = client_as(people.dina).act(
        "add_household_member", **join(home, getattr(people, who), **more)
    )
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert len(members(session, home)) == 3


def test_neither_a_strange_client_nor_a_strange_household(client_as, people, session, home):
    browser = client_as(people.dina)
    stranger = make.add_client(session, "Stranger")
    make.add_case(session, stranger, people.reentry, people.otto)
    session.commit()
    assert browser.act("add_household_member", **join(home, stranger)).status_code == 404
    assert (
        client_as(people.ben).act("add_household_member", **join(home, people.carlos)).status_code
        == 404
    )
    assert (
        client_as(people.ada).act("add_household_member", **join(home, people.carlos)).status_code
        == 404
    )
    assert len(members(session, home)) == 3


def test_somebody_leaves_and_the_time_is_kept(client_as, people, session, home):
    row = session.scalars(
        select(HouseholdMember).where(HouseholdMember.client_id == people.amina.id)
    ).one()
    for person in (people.otto, people.ben, people.ada):
        answer = client_as(person).act("remove_household_member", member_id=row.id)
        assert answer.status_code == 404
    browser = client_as(people.dina)
    for _ in range(2):
        assert browser.act("remove_household_member", member_id=row.id).status_code == 303
    assert people.amina.id not in members(session, home)
    assert session.get(HouseholdMember, row.id).left_on == make.now().date()


def test_finding_whom_to_add_shows_only_ones_own(client_as, people, session, home):
    path = f"/clients/{people.amina.id}/household?q="
    page = client_as(people.dina).get(path + "Rosa").get_data(as_text=True)
    assert "Rosa Delgado" in page
    page = client_as(people.sam).get(path + "Farid").get_data(as_text=True)
    assert "Farid Rahimi" not in page


def relation(people, **more):
    return {
        "op_id": new_id(),
        "client_id": people.amina.id,
        "relationship_id": new_id(),
        "kind": "probation officer",
        "other_name": "Ms. Lund",
        "phone": "503 555 0177",
        **more,
    }


def test_somebody_outside_the_record_matters(client_as, people, session):
    sent = relation(people)
    assert client_as(people.dina).act("add_relationship", **sent).status_code == 303
    row = session.get(Relationship, sent["relationship_id"])
    assert (row.other_name, row.kind, row.phone) == (
        "Ms. Lund",
        "probation officer",
        "503 555 0177",
    )
    page = (
        client_as(people.dina).get(f"/clients/{people.amina.id}/household").get_data(as_text=True)
    )
    assert "Ms. Lund" in page


def test_another_client_matters_only_when_both_may_be_seen(client_as, people, session):
    sent = relation(people, other_client_id=people.farid.id, other_name=None)
    assert client_as(people.dina).act("add_relationship", **sent).status_code == 404
    session.add(
        Relationship(
            id=new_id(), client_id=people.amina.id, other_client_id=people.farid.id, kind="partner"
        )
    )
    session.commit()
    path = f"/clients/{people.amina.id}/household"
    assert "Farid" not in client_as(people.dina).get(path).get_data(as_text=True)
    assert "Farid Rahimi" in client_as(people.ada).get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("other_name", ""), ("kind", ""), ("kind", "x" * 61), ("phone", "ring twice")],
)
def test_a_relationship_that_cannot_be_used_is_refused(client_as, people, session, field, value):
    answer = client_as(people.dina).act("add_relationship", **relation(people, **{field: value}))
    assert answer.status_code == 422
    assert session.scalars(select(Relationship)).all() == []


def test_relationships_are_not_for_others_to_add(client_as, people, session):
    for person in (people.otto, people.ben, people.sol, people.ada):
        assert client_as(person).act("add_relationship", **relation(people)).status_code == 404
