"""Bringing a database up to date, from inside the ``tend`` command."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from webapp.database import make_engine
from webapp.models import Base

ROOT = Path(__file__).resolve().parents[1]


class NotOurs(Exception):
    """This database has tables, but no migration of Tend made them."""


def migrate(url: str) -> list[str]:
    """Bring the database up to date; return the numbers of the migrations that were run."""
    engine = make_engine(url)
    try:
        # The writer says so at the start: of two that migrate at once, one waits.
        with engine.execution_options(tend_writing=True).begin() as connection:
            before = _revision(connection)
            if before is None and _has_tables(connection):
                raise NotOurs
            command.upgrade(_config(connection), "head")
            return _between(before, _revision(connection))
    finally:
        engine.dispose()


def is_current(engine: Engine) -> bool:
    """Answer whether every migration has been run on the database."""
    with engine.connect() as connection:
        return _revision(connection) == _scripts().get_current_head()


def empty(url: str) -> None:
    """Remove every table of Tend with all that is in it."""
    engine = make_engine(url)
    with engine.execution_options(tend_writing=True).begin() as connection:
        Base.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config(str(ROOT / "alembic.ini"))
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(ROOT / "migrations"))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _has_tables(connection: Connection) -> bool:
    return bool(set(inspect(connection).get_table_names()) & set(Base.metadata.tables))


def _between(before: str | None, after: str | None) -> list[str]:
    if before == after:
        return []
    walked = _scripts().iterate_revisions(after, before)
    return [script.revision for script in reversed(list(walked))]
