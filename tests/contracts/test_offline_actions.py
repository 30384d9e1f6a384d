"""The phone keeps exactly the actions that the server takes from an outbox."""

import re
from pathlib import Path

from webapp import action_rows, actions

SCRIPT = Path(__file__).resolve().parents[2] / "webapp/static/js/offline_actions.js"


def test_the_phone_and_the_table_agree_on_what_may_wait() -> None:
    assert action_rows.__all__
    known = set(re.findall(r"^  (\w+): \(\) => _\(", SCRIPT.read_text(), re.MULTILINE))
    assert known == {row.name for row in actions.rows(offline=True)}
