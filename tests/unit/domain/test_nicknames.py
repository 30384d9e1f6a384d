"""Short forms of given names."""

import pytest

from webapp.domain import nicknames
from webapp.domain.names import fold
from webapp.domain.nicknames import are_forms_of_one, formal_names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bill", "william"),
        ("liz", "elizabeth"),
        ("pepe", "jose"),
        ("paco", "francisco"),
        ("lupe", "guadalupe"),
        ("beto", "roberto"),
        ("steve", "stephen"),
        ("bob", "robert"),
        ("liz", "betty"),
    ],
)
def test_forms_of_one_name(one, other):
    assert are_forms_of_one(one, other)
    assert are_forms_of_one(other, one)


@pytest.mark.parametrize(("one", "other"), [("bill", "robert"), ("alexander", "alexandra")])
def test_other_names(one, other):
    assert not are_forms_of_one(one, other)


def test_a_short_form_may_stand_for_several_names():
    assert formal_names("alex") == {
        "alejandro", "alejandra", "alexander", "alexandra"
    }  # fmt: skip
    assert formal_names("zorglub") == frozenset()


def test_the_table_is_written_in_folded_names():
    for formal, forms in nicknames._FORMS.items():
        assert fold(f"{formal} {forms}") == f"{formal} {forms}"
