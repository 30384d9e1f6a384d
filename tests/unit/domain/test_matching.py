"""Is this person already here?"""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.matching import PersonFacts, Strength, compare
from webapp.domain.reasons import Reason, ReasonCode

BORN = date(1984, 3, 9)
HOME = UUID(int=1)


def person(*names: str, born: date | None = None, phones=(), home=None) -> PersonFacts:
    return PersonFacts(names, born, tuple(phones), home)


MARIA = person("María Hernández", born=BORN, phones=["(503) 555-0147"])


@pytest.mark.parametrize(
    ("other", "strength", "reasons"),
    [
        (
            person("Maria Hernandez", born=BORN),
            Strength.PROBABLE,
            ["name_same", "birth_date_same"],
        ),
        (
            person("Hernandez, Maria", phones=["+1 503 555 0147"]),
            Strength.PROBABLE,
            ["name_same", "phone_same"],
        ),
        (person("Maria Hernandez"), Strength.POSSIBLE, ["name_same"]),
        (
            person("Maria Ernandes", born=BORN),
            Strength.PROBABLE,
            ["name_sounds_alike", "birth_date_same"],
        ),
        (
            person("Marie Hernández", born=BORN),
            Strength.PROBABLE,
            ["name_nickname", "birth_date_same"],
        ),
        (
            person("María Hernándel", born=BORN),
            Strength.PROBABLE,
            ["name_similar", "birth_date_same"],
        ),
        (
            person("Maria Hernandez", born=date(1984, 9, 3)),
            Strength.PROBABLE,
            ["name_same", "birth_date_swapped"],
        ),
        (
            person("Maria Hernandez", born=date(1994, 3, 9)),
            Strength.PROBABLE,
            ["name_same", "birth_date_one_digit"],
        ),
        (
            person("Maria Hernandez", born=date(1984, 1, 1)),
            Strength.POSSIBLE,
            ["name_same", "birth_year_same"],
        ),
        (
            person("Maria Hernandez", born=date(1984, 12, 25)),
            Strength.NONE,
            ["name_same", "birth_date_differs"],
        ),
        (
            person("Maria Hernandez", born=date(1951, 7, 28)),
            Strength.NONE,
            ["name_same", "birth_date_differs"],
        ),
        # A new name, everything else the same
        (
            person("Mark Ruiz", born=BORN, phones=["503-555-0147"]),
            Strength.POSSIBLE,
            ["birth_date_same", "phone_same"],
        ),
        (person("Ana Ruiz", phones=["503-555-0147"]), Strength.NONE, ["phone_same"]),
        (person("Ana Ruiz", born=BORN), Strength.NONE, ["birth_date_same"]),
        (person("Ana Ruiz"), Strength.NONE, []),
        (person(), Strength.NONE, []),
    ],
)
def test_maria_hernandez_born_9_march_1984_and(other, strength, reasons):
    match = compare(MARIA, other)
    assert match.strength is strength
    assert [reason.code for reason in match.reasons] == reasons


def test_any_of_the_names_may_match():
    match = compare(person("Dee", "Daljit Singh"), person("Singh Daljit", "D"))
    assert match.reasons == (Reason(ReasonCode.NAME_SAME),)


def test_the_shared_phone_is_named_by_its_ending_only():
    match = compare(MARIA, person("Maria Hernandez", phones=["503.555.0147 x3"]))
    assert match.reasons[1] == Reason(ReasonCode.PHONE_SAME, {"ending": "0147"})


def test_a_number_nobody_can_dial_is_no_evidence():
    match = compare(person("Ana", phones=["0"]), person("Bo", phones=["0"]))
    assert (match.score, match.reasons) == (0, ())


def test_how_alike_two_names_are_is_said_in_percent():
    [reason] = compare(person("Bill Smith"), person("William Smith")).reasons
    assert reason.code is ReasonCode.NAME_NICKNAME
    assert 90 <= int(reason.values["percent"]) < 100


def test_twins_in_one_household_are_possible_but_never_certain():
    one = person("Marta Garcia", born=BORN, phones=["503 555 0147"], home=HOME)
    other = person("Pedro Garcia", born=BORN, phones=["503 555 0147"], home=HOME)
    match = compare(one, other)
    assert match.reasons[-1] == Reason(ReasonCode.HOUSEHOLD_SAME)
    assert match.score < 100


def test_a_mother_and_daughter_of_one_name_are_told_apart_by_birth_date():
    mother = person("Rosa Diaz", born=date(1961, 8, 30), home=HOME)
    daughter = person("Rosa Diaz", born=date(1988, 2, 14), home=HOME)
    assert compare(mother, daughter).strength is Strength.NONE


def test_people_without_a_household_do_not_share_one():
    assert compare(person("Ana"), person("Bo")).reasons == ()


persons = st.builds(
    PersonFacts,
    names=st.lists(
        st.sampled_from(["Ana Ruiz", "Anna Ruiz", "Bill Smith", "William Smyth", "محمد علي"]),
        max_size=3,
    ).map(tuple),
    birth_date=st.none() | st.dates(date(1980, 1, 1), date(1982, 12, 31)),
    phones=st.lists(st.sampled_from(["503 555 0147", "5550100", "1"]), max_size=2).map(tuple),
    household_id=st.none() | st.just(HOME),
)


@given(persons, persons)
def test_either_way_says_the_same(one, other):
    match = compare(one, other)
    assert match == compare(other, one)
    assert 0 <= match.score <= 100


@given(persons)
def test_a_person_of_known_name_and_birth_date_is_probably_themself(one):
    if one.names and one.birth_date:
        assert compare(one, one).strength is Strength.PROBABLE


@given(persons, persons)
def test_a_phone_in_common_never_lowers_a_match(one, other):
    phone = ("503 555 0199",)
    with_phone = compare(
        PersonFacts(one.names, one.birth_date, one.phones + phone, one.household_id),
        PersonFacts(other.names, other.birth_date, other.phones + phone, other.household_id),
    )
    assert with_phone.score >= compare(one, other).score
