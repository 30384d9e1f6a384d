"""Already here? Before anybody is entered twice, and without telling what is not theirs to know."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp.domain.alerts import Sensitivity
from webapp.domain.ids import new_id
from webapp.domain.matching import PersonFacts, Strength
from webapp.models import AuditEvent, Client
from webapp.services import clients, duplicates

BORN = date(1984, 6, 2)


@pytest.fixture
def known(people, session):
    """Give everybody of the world the same birth date and a phone, and index them."""
    for person in (people.amina, people.carlos, people.farid, people.rosa, people.quiet):
        session.get(Client, person.id).birth_date = BORN
    make.add_phone(session, people.farid, "+1 503 555 0100")
    session.flush()
    clients.index_many(session, [people.farid.id, people.amina.id])
    session.commit()
    return people


def facts(name, born=None, phone=None):
    return PersonFacts(names=(name,), birth_date=born, phones=(phone,) if phone else ())


def find(session, person, *args):
    return duplicates.find(session, make.actor_of(person), facts(*args))


@pytest.mark.parametrize(
    "name", ["Amina Yusuf", "amina yusuf", "Aminah Yusuf", "Yusuf Amina", "Amína Yussuf"]
)
def test_ones_own_client_is_found_whatever_the_spelling(known, session, name):
    found = find(session, known.dina, name, BORN)
    assert found[0].client_id == known.amina.id
    assert found[0].may_see
    assert found[0].strength is Strength.PROBABLE
    assert found[0].workers == ("Dina Okafor",)


def test_the_same_name_alone_is_possible(known, session):
    found = find(session, known.dina, "Amina Yusuf")
    assert [(one.client_id, one.strength) for one in found] == [(known.amina.id, Strength.POSSIBLE)]


def test_day_and_month_swapped_still_meet(known, session):
    found = find(session, known.dina, "Amina Yusuf", date(1984, 2, 6))
    assert found[0].client_id == known.amina.id


def test_of_somebody_elses_client_only_the_team_is_told(known, session):
    found = find(session, known.dina, "Farid Rahimi", BORN)
    assert len(found) == 1
    only = found[0]
    assert not only.may_see
    assert only.teams == ("South",)
    assert (only.name, only.case_number, only.birth_date, only.reasons, only.workers) == (
        "",
        "",
        None,
        (),
        (),
    )


def test_the_same_phone_is_enough_with_the_name(known, session):
    found = find(session, known.dina, "Farid Rahimi", None, "503-555-0100")
    assert [one.may_see for one in found] == [False]


def test_a_name_alone_tells_nothing_of_somebody_elses_client(known, session):
    assert find(session, known.dina, "Farid Rahimi") == []


@pytest.mark.parametrize("level", [Sensitivity.SENSITIVE, Sensitivity.RESTRICTED])
def test_of_a_kept_record_nothing_is_told(known, session, level):
    session.get(Client, known.farid.id).sensitivity = level
    session.commit()
    assert find(session, known.dina, "Farid Rahimi", BORN, "503 555 0100") == []


def test_a_restricted_record_is_told_to_nobody_but_the_people_on_it(known, session):
    assert find(session, known.dina, "Quiet Person", BORN)[0].may_see
    for person in (known.ben, known.sam, known.ada, known.otto):
        assert find(session, person, "Quiet Person", BORN) == [], person.name


def test_an_administrator_sees_who_works_with_them(known, session):
    found = find(session, known.ada, "Farid Rahimi", BORN)
    assert (found[0].may_see, found[0].name) == (True, "Farid Rahimi")


def test_different_people_are_left_alone(known, session):
    assert find(session, known.dina, "Zebulon Quartz", date(2001, 1, 1)) == []
    assert find(session, known.dina, "Amina Yusuf", date(1960, 12, 31)) == []


def test_a_deleted_record_is_not_here(known, session):
    session.get(Client, known.amina.id).deleted_at = make.now()
    session.commit()
    assert find(session, known.dina, "Amina Yusuf", BORN) == []


def test_the_live_check_shows_a_part_and_leaves_a_trace(client_as, known, session):
    answer = client_as(known.dina).get(
        "/clients/check?name_used=Aminah+Yusuf&birth_date=1984-06-02",
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<html" not in page
    assert f'href="/clients/{known.amina.id}"' in page
    assert "The name sounds the same" in page or "Nearly the same name" in page
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "check_new_client")).one()
    assert event.details == {"shown": [str(known.amina.id)]}


def test_the_live_check_names_the_team_and_nothing_else(client_as, known):
    page = (
        client_as(known.dina)
        .get(
            "/clients/check?name_used=Farid+Rahimi&birth_date=1984-06-02",
            headers={"HX-Request": "true"},
        )
        .get_data(as_text=True)
    )
    assert "team South" in page
    assert str(known.farid.id) not in page
    assert "Otto" not in page
    assert "1984" not in page


def test_without_a_script_the_button_gives_the_form_with_the_answer(client_as, known):
    answer = client_as(known.dina).get(
        "/clients/check?name_used=Amina+Yusuf&birth_date=1984-06-02&reason=From+the+shelter"
    )
    page = answer.get_data(as_text=True)
    assert "<html" in page
    assert 'value="Amina Yusuf"' in page
    assert "From the shelter" in page
    assert f'href="/clients/{known.amina.id}"' in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "name_used=",
        "name_used=A",
        "name_used=Amina&birth_date=1984-99-99",
        "name_used=Amina&phone=1",
    ],
)
def test_half_typed_words_are_no_error(client_as, known, query):
    answer = client_as(known.dina).get(f"/clients/check?{query}", headers={"HX-Request": "true"})
    assert answer.status_code == 200


def sent(known, **more):
    return {
        "op_id": new_id(),
        "client_id": new_id(),
        "case_id": new_id(),
        "name_used": "Amina Yusuf",
        "birth_date": "1984-06-02",
        "program_id": known.reentry.id,
        **more,
    }


def test_a_form_that_looks_like_somebody_known_asks_to_look_first(client_as, known, session):
    fields = sent(known, reason="Walked in today.")
    browser = client_as(known.dina)
    answer = browser.act("add_client", **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Look first" in page
    assert f'href="/clients/{known.amina.id}"' in page
    assert "Walked in today." in page
    assert session.get(Client, fields["client_id"]) is None
    session.rollback()
    answer = browser.act("add_client", **fields, is_somebody_new="y")
    assert answer.status_code == 303
    assert session.get(Client, fields["client_id"]) is not None


def test_a_provisional_client_is_looked_at_and_confirmed(client_as, known, session):
    twin = make.add_client(session, "Amina Yusuf", birth_date=BORN, is_provisional=True)
    make.add_case(session, twin, known.reentry, known.dina)
    session.commit()
    browser = client_as(known.dina)
    page = browser.get(f"/clients/{twin.id}").get_data(as_text=True)
    assert "already here" in page
    assert "already here" not in browser.get(f"/clients/{known.amina.id}").get_data(as_text=True)
    page = browser.get(f"/clients/{twin.id}/edit").get_data(as_text=True)
    assert f'href="/clients/{known.amina.id}"' in page
    assert client_as(known.otto).act("confirm_client", client_id=twin.id).status_code == 404
    assert browser.act("confirm_client", client_id=twin.id).status_code == 303
    session.rollback()
    assert not session.get(Client, twin.id).is_provisional


def test_looking_costs_few_queries(client_as, known, count_queries):
    browser = client_as(known.dina)
    with count_queries() as seen:
        browser.get(
            "/clients/check?name_used=Amina+Yusuf&birth_date=1984-06-02",
            headers={"HX-Request": "true"},
        )
    assert len(seen) <= 12, "\n".join(seen)
