"""What is safe is read before any call button; what nobody asked is never taken for a yes."""

from dataclasses import dataclass

import pytest

from webapp.domain.contacts import PhoneKind
from webapp.domain.safe_contact import safe_contact


@dataclass(frozen=True)
class Way:
    value: str
    is_safe_to_call: bool | None = None
    is_safe_to_text: bool | None = None
    is_safe_for_voicemail: bool | None = None
    kind: PhoneKind = PhoneKind.PHONE
    label: str | None = None
    best_times: str | None = None
    is_preferred: bool = False


def test_nobody_asked_is_not_a_yes():
    found = safe_contact(None, [Way("1")])
    assert found.is_unknown
    assert not found.is_unsafe
    assert found.call is not None


def test_a_number_known_to_be_unsafe_is_never_called():
    found = safe_contact(None, [Way("1", is_safe_to_call=False, is_preferred=True)])
    assert found.call is None
    assert found.is_unsafe
    assert not found.is_unknown


def test_an_unsafe_number_never_comes_first_even_when_preferred():
    ways = [Way("1", is_safe_to_call=False, is_preferred=True), Way("2"), Way("3", True)]
    found = safe_contact(None, ways)
    assert [way.value for way in found.points] == ["3", "2", "1"]
    assert found.call is not None
    assert found.call.value == "3"


def test_the_preferred_number_comes_first_among_those_not_unsafe():
    found = safe_contact(None, [Way("1", True), Way("2", is_preferred=True)])
    assert [way.value for way in found.points] == ["2", "1"]


@pytest.mark.parametrize("field", ["is_safe_to_text", "is_safe_for_voicemail"])
def test_one_no_makes_it_unsafe(field):
    assert safe_contact(None, [Way("1", True, **{field: False})]).is_unsafe


def test_the_clients_own_words_are_kept():
    found = safe_contact("Call only, after 18:00.", [Way("1")])
    assert found.sentence == "Call only, after 18:00."
    assert not found.is_unknown


def test_an_address_is_not_dialled():
    assert safe_contact(None, [Way("a@example.org", kind=PhoneKind.EMAIL)]).call is None


def test_no_way_at_all():
    found = safe_contact("", [])
    assert found.is_unknown
    assert found.call is None
