"""Two people edit one client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.merge import (
    Clash,
    Edit,
    Merge,
    MergeKind,
    merge_field,
    merge_fields,
    merge_set,
)

APPLY, SAME, CLASH = MergeKind
SAFE_CONTACT = ("safe_to_call", "safe_to_text", "best_times")


@pytest.mark.parametrize(
    ("saw", "wants", "holds", "kind", "value"),
    [
        ("Ana", "Anna", "Ana", APPLY, "Anna"),
        ("Ana", "Anna", "Anna", SAME, "Anna"),
        ("Ana", "Anna", "Hana", CLASH, "Hana"),
        ("Ana", "Ana", "Hana", SAME, "Hana"),
        ("Ana", "", "Ana", APPLY, None),
        ("", "Ana", None, APPLY, "Ana"),
        ("", None, "Ana", SAME, "Ana"),
        (None, "", None, SAME, None),
        ("a\r\nb", "a\r\nc", "a\nb", APPLY, "a\nc"),
        (True, False, True, APPLY, False),
        (1, 2, 3, CLASH, 3),
    ],
)
def test_one_field(saw, wants, holds, kind, value):
    assert merge_field(saw, wants, holds) == Merge(kind, value)


@pytest.mark.parametrize(
    ("saw", "wants", "holds", "kind", "value"),
    [
        ({"es"}, {"es", "en"}, {"es"}, APPLY, {"es", "en"}),
        ({"es"}, {"es", "en"}, {"es", "so"}, APPLY, {"es", "en", "so"}),
        ({"es", "en"}, {"en"}, {"es", "en", "so"}, APPLY, {"en", "so"}),
        ({"es"}, {"en"}, {"en"}, SAME, {"en"}),
        ({"es"}, set(), set(), SAME, set()),
    ],
)
def test_a_set_takes_what_was_added_and_loses_what_was_removed(saw, wants, holds, kind, value):
    assert merge_set(saw, wants, holds) == Merge(kind, frozenset(value))


def test_fields_that_differ_merge_and_fields_that_clash_ask():
    edits = {
        "phone": Edit("555-0100", "555-0199"),
        "name_used": Edit("Ana", "Anna"),
        "pronouns": Edit("", "she/her"),
        "languages": Edit(frozenset({"es"}), frozenset({"es", "en"})),
    }
    held = {
        "phone": "555-0100",
        "name_used": "Hana",
        "pronouns": "she/her",
        "languages": {"es", "so"},
        "address": "12 Harbor Street",
    }
    result = merge_fields(edits, held)
    assert result.applied == {"phone": "555-0199", "languages": {"es", "en", "so"}}
    assert result.clashes == {"name_used": Clash(base="Ana", yours="Anna", theirs="Hana")}
    assert result.same == {"pronouns"}


def test_a_field_not_set_yet_is_filled():
    assert merge_fields({"phone": Edit(None, "555-0100")}, {}).applied == {"phone": "555-0100"}


def test_half_of_one_safe_contact_line_is_never_put_beside_half_of_another():
    edits = {
        "safe_to_text": Edit(True, False),
        "best_times": Edit("mornings", "mornings"),
        "name_used": Edit("Ana", "Anna"),
    }
    held = {"safe_to_text": True, "best_times": "after 18:00", "name_used": "Ana"}
    result = merge_fields(edits, held, always_ask=SAFE_CONTACT)
    assert result.applied == {"name_used": "Anna"}
    assert result.clashes == {"safe_to_text": Clash(True, False, True)}
    assert merge_fields(edits, held).clashes == {}


def test_safe_contact_nobody_else_touched_applies():
    edits = {"safe_to_text": Edit(True, False), "best_times": Edit("", "mornings")}
    held = {"safe_to_text": True, "best_times": None}
    result = merge_fields(edits, held, always_ask=SAFE_CONTACT)
    assert result.applied == {"safe_to_text": False, "best_times": "mornings"}


def test_the_same_change_by_both_is_no_reason_to_ask():
    edits = {"safe_to_text": Edit(True, False), "best_times": Edit("", "mornings")}
    held = {"safe_to_text": False, "best_times": ""}
    result = merge_fields(edits, held, always_ask=SAFE_CONTACT)
    assert result.applied == {"best_times": "mornings"}
    assert result.same == {"safe_to_text"}


def test_another_field_changed_meanwhile_does_not_hold_safe_contact_up():
    edits = {"safe_to_text": Edit(True, False), "name_used": Edit("Ana", "Anna")}
    held = {"safe_to_text": True, "name_used": "Hana"}
    result = merge_fields(edits, held, always_ask=SAFE_CONTACT)
    assert result.applied == {"safe_to_text": False}
    assert set(result.clashes) == {"name_used"}


def test_a_set_that_must_always_ask_is_compared_whole():
    edits = {"best_times": Edit(frozenset({"am"}), frozenset({"am", "noon"}))}
    held = {"best_times": frozenset({"am", "evening"})}
    assert merge_fields(edits, held).clashes == {}
    assert set(merge_fields(edits, held, always_ask=SAFE_CONTACT).clashes) == {"best_times"}


values = st.none() | st.sampled_from(["", "a", "b", "c"])
records = st.fixed_dictionaries(dict.fromkeys("pqrstu", values))


@given(records, records, st.sets(st.sampled_from("pqrstu")))
def test_edits_to_different_fields_give_one_record_in_either_order(base, wanted, mine):
    first = {name: Edit(base[name], wanted[name]) for name in base if name in mine}
    second = {name: Edit(base[name], wanted[name]) for name in base if name not in mine}

    def after(*turns):
        held = dict(base)
        for edits in turns:
            result = merge_fields(edits, held)
            assert not result.clashes
            held |= result.applied
        return held

    assert after(first, second) == after(second, first)


@given(records, records, records, st.sets(st.sampled_from("pqrstu")))
def test_no_edit_is_lost_and_nothing_is_overwritten_unseen(base, wanted, held, asked):
    edits = {name: Edit(base[name], wanted[name]) for name in base}
    result = merge_fields(edits, held, always_ask=asked)
    assert set(result.applied) | set(result.clashes) | result.same == set(edits)
    assert len(result.applied) + len(result.clashes) + len(result.same) == len(edits)
    for name in result.applied:
        assert (held[name] or None) == (base[name] or None)


@given(records, records, records)
def test_sent_twice_changes_nothing_more(base, wanted, held):
    edits = {name: Edit(base[name], wanted[name]) for name in base}
    once = held | merge_fields(edits, held).applied
    assert merge_fields(edits, once).applied == {}


sets = st.frozensets(st.integers(0, 6))


@given(sets, sets, sets)
def test_additions_and_removals_to_one_set_commute(base, mine, theirs):
    mine_first = merge_set(base, theirs, merge_set(base, mine, base).value)
    theirs_first = merge_set(base, mine, merge_set(base, theirs, base).value)
    assert mine_first.value == theirs_first.value
