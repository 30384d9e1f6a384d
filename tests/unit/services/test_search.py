"""Finding people: typos, accents, aliases, phone endings, case numbers, and nobody else's people."""

from contextlib import suppress

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.models import Client, ClientName
from webapp.services import access, clients, search
from webapp.services.errors import NotFound
from webapp.services.search import FindWords, find_in


def words(*names, number="T-1001", phones=(), address=None):
    return FindWords(names=names, case_number=number, phones=phones, address=address)


ROWS = [
    words("Amina Yusuf", "Mina", number="T-1001", phones=("+1 503 555 0142",)),
    words("José Nuñez", number="T-1002", phones=("(503) 555-0199",), address="12 Oak Street"),
    words("Siobhán O'Brien", number="T-1003", phones=("0177",)),
    words("محمد علي", number="T-2042"),
]
NAMES = {row.case_number: row.names[0] for row in ROWS}


def found(text):
    return [row.names[0] for row in find_in(ROWS, text, words_of=lambda row: row)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("amina", "Amina Yusuf"),
        ("Yusuf Amina", "Amina Yusuf"),
        ("ami", "Amina Yusuf"),
        ("Amnia", "Amina Yusuf"),
        ("yussuf", "Amina Yusuf"),
        ("mina", "Amina Yusuf"),
        ("jose nunez", "José Nuñez"),
        ("Nuñes", "José Nuñez"),
        ("obrien", "Siobhán O'Brien"),
        ("siobhan", "Siobhán O'Brien"),
        ("محمد", "محمد علي"),
        ("0142", "Amina Yusuf"),
        ("555-0199", "José Nuñez"),
        ("503 555 0177", "Siobhán O'Brien"),
        ("T-2042", "محمد علي"),
        ("2042", "محمد علي"),
        ("oak street", "José Nuñez"),
        ("jose oak", "José Nuñez"),
    ],
)
def test_a_row_is_found(typed, name):
    assert found(typed)[0] == name


@pytest.mark.parametrize("typed", ["zebulon", "amina nuñez", "9999", "T-9999", "x", "!!"])
def test_nobody_is_found(typed):
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_everybody_in_their_order(typed):
    assert found(typed) == [row.names[0] for row in ROWS]


def test_the_best_answer_comes_first():
    rows = [words("Mariana Lopes"), words("Maria Lopez"), words("Mario Lopez")]
    listed = find_in(rows, "Maria Lopez", words_of=lambda row: row)
    assert listed[0].names == ("Maria Lopez",)


def test_a_list_of_two_hundred_is_searched_in_a_moment():
    import time

    rows = [words(f"Person{n} Surname{n}", phones=(f"555{n:04}",)) for n in range(200)]
    find_in(rows, "warm up", words_of=lambda row: row)
    start = time.perf_counter()
    for typed in ("Person17", "Persn18 Surnam18", "0042", "surname"):
        find_in(rows, typed, words_of=lambda row: row)
    assert time.perf_counter() - start < 1.0


# --- the whole agency ---------------------------------------------------------------


@pytest.fixture
def indexed(people, session):
    """Give Amina an alias and Farid a phone."""
    session.add(ClientName(id=new_id(), client_id=people.amina.id, name="Hodan Warsame"))
    make.add_phone(session, people.farid, "+1 503 555 0142")
    make.add_phone(session, people.amina, "+1 503 555 7142")
    session.flush()
    clients.index_many(session, [people.amina.id, people.farid.id])
    session.commit()
    return people


def who(session, person, text):
    hits = search.find_clients(session, make.actor_of(person), text)
    return [one.name for one in hits]


@pytest.mark.parametrize(
    "typed",
    ["amina", "Amnia Yusuf", "amina yus", "AMÍNA", "hodan", "Warsme", "7142", "503 555 7142"],
)
def test_ones_own_are_found(indexed, session, typed):
    assert who(session, indexed.dina, typed) == ["Amina Yusuf"]


def test_a_team_mates_client_is_found_when_the_program_shares(indexed, session):
    assert who(session, indexed.dina, "carlos pena") == ["Carlos Peña"]
    assert who(session, indexed.ben, "amina") == []


def test_other_teams_people_are_not_found_by_any_key(indexed, session):
    for typed in ("farid", "Rahimi", "0142", "503 555 0142", indexed.farid.case_number):
        assert who(session, indexed.dina, typed) == [], typed
        assert who(session, indexed.otto, typed) == ["Farid Rahimi"], typed


def test_a_supervisor_finds_the_team(indexed, session):
    assert who(session, indexed.sam, "amina") == ["Amina Yusuf"]
    assert who(session, indexed.sam, "farid") == []


def test_an_administrator_finds_everybody_but_restricted_people(indexed, session):
    assert who(session, indexed.ada, "farid") == ["Farid Rahimi"]
    assert who(session, indexed.ada, "rosa") == ["Rosa Delgado"]
    assert who(session, indexed.ada, "quiet") == []
    assert who(session, indexed.dina, "quiet person") == ["Quiet Person"]


def test_the_condition_of_who_may_be_seen_says_what_access_says(indexed, session):
    """One rule in two shapes: asked of one client, and put into a query over all."""
    person = aliased(Client)
    everybody = list(session.scalars(select(Client.id)))
    for name in ("dina", "ben", "otto", "sam", "sol", "ada"):
        actor = make.actor_of(getattr(indexed, name))
        allowed = set()
        for client_id in everybody:
            with suppress(NotFound):
                allowed.add(access.client_for(session, actor, client_id).client.id)
        each = session.scalars(select(person.id).where(search.visible_to(actor, person)))
        gathered = session.scalars(select(Client.id).where(search.visible_to(actor)))
        assert set(each) == set(gathered) == allowed, name


def test_somebody_who_may_see_many_people_finds_the_same(indexed, session, monkeypatch):
    for name in ("dina", "sam"):
        for typed in ("amina", "Amnia Yusuf", "ami", "farid", "quiet person"):
            person = getattr(indexed, name)
            monkeypatch.setattr(search, "FEW", 400)
            few = who(session, person, typed)
            for few_enough, countable in ((0, 1000), (0, 0)):
                monkeypatch.setattr(search, "FEW", few_enough)
                monkeypatch.setattr(search, "COUNTABLE", countable)
                assert who(session, person, typed) == few, (name, typed)


def test_a_deleted_client_is_not_found(indexed, session):
    session.get(Client, indexed.amina.id).deleted_at = make.now()
    session.commit()
    assert who(session, indexed.dina, "amina") == []


@pytest.mark.parametrize(
    "typed", ["", "  ", "%", "_", "'; DROP TABLE clients; --", "x" * 500, "\x00", "١٢٣"]
)
def test_odd_texts_do_no_harm(indexed, session, typed):
    assert who(session, indexed.ada, typed) == []


def test_only_so_many_are_listed(indexed, session):
    for number in range(30):
        row = make.add_client(session, f"Maria Lopez {number}")
        make.add_case(session, row, indexed.reentry, indexed.dina)
    session.commit()
    assert len(search.find_clients(session, make.actor_of(indexed.dina), "maria", 7)) == 7


def test_what_a_search_costs_does_not_depend_on_what_it_finds(indexed, session, count_queries):
    actor = make.actor_of(indexed.dina)
    counts = []
    for typed in ("amina", "nobody at all", "amina yusuf warsame"):
        with count_queries() as seen:
            search.find_clients(session, actor, typed)
        counts.append(len(seen))
    assert max(counts) <= 6


def test_keys_fit_their_column_whatever_the_name(people, session):
    row = make.add_client(session, "Wolfe Long")
    row.name_used = "x" * 200
    session.flush()
    clients.index_names(session, row.id)
    session.commit()
    assert all(len(key) <= search.KEY_LENGTH for key in search.keys_of(["x" * 200]))
    assert search.find_clients(session, make.actor_of(people.ada), "x" * 200)[0].client_id == row.id
