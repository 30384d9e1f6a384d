"""The migrations make the tables the models describe, can be undone, and stand on their own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from webapp.config import Settings
from webapp.database import make_engine
from webapp.models import Base

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture
def empty(settings: Settings) -> Iterator[Connection]:
    """A connection to a database without a single table."""
    engine = make_engine(settings.database_url)
    Base.metadata.drop_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def alembic(connection: Connection) -> Config:
    """Return Alembic's configuration, bound to a connection."""
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["connection"] = connection
    return config


def tables(connection: Connection) -> set[str]:
    """Return the names of the tables there are, but for Alembic's own."""
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_migrations_make_what_the_models_describe(empty: Connection) -> None:
    command.upgrade(alembic(empty), "head")
    assert tables(empty) == set(Base.metadata.tables)
    context = MigrationContext.configure(empty, opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_every_migration_can_be_undone_and_done_again(empty: Connection) -> None:
    config = alembic(empty)
    for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        before = tables(empty)
        command.upgrade(config, script.revision)
        after = tables(empty)
        command.downgrade(config, "-1")
        assert tables(empty) == before, script.revision
        command.upgrade(config, script.revision)
        assert tables(empty) == after, script.revision


def test_migrations_are_numbered_in_one_line() -> None:
    assert [path.name[:5] for path in VERSIONS] == [
        f"{number:04d}_" for number in range(1, len(VERSIONS) + 1)
    ]
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours_and_says_why(path: Path) -> None:
    tree = ast.parse(path.read_text())
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert "webapp" not in modules
    assert "say here what" not in (ast.get_docstring(tree) or "say here what")
