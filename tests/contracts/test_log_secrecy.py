"""The text of an error may reach a log; what was being saved must not be in it."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from webapp.database import Database


def test_the_text_of_a_database_error_does_not_repeat_what_was_being_saved(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'any.db'}")
    try:
        with database.sessions() as session, pytest.raises(DatabaseError) as caught:
            session.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Rosa Marchetti"})
        assert "nowhere" in str(caught.value)
        assert "Marchetti" not in str(caught.value)
    finally:
        database.dispose()
