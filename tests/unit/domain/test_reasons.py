"""Reasons are values: equal ones are one."""

from webapp.domain import reasons
from webapp.domain.reasons import Reason, ReasonCode


def test_equal_reasons_are_one_in_a_set_whatever_the_order_of_their_values():
    one = Reason(ReasonCode.TASKS_OVERDUE, {"count": 2, "days": 5})
    other = Reason(ReasonCode.TASKS_OVERDUE, {"days": 5, "count": 2})
    assert {one, other} == {one}


def test_another_value_is_another_reason():
    assert Reason(ReasonCode.TASK_DUE, {"days": 1}) != Reason(ReasonCode.TASK_DUE, {"days": 2})
    assert Reason(ReasonCode.RISK_HIGH) != Reason(ReasonCode.RISK_CRITICAL)


def test_every_code_is_explained_where_codes_are_listed():
    explained = {line.split(" ", 1)[0] for line in (reasons.__doc__ or "").splitlines()}
    assert {code.name for code in ReasonCode} <= explained
