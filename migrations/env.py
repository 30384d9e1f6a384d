"""Run Tend's migrations against the database that the caller, or the settings, name."""

from logging.config import dictConfig
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine, pool
from sqlalchemy.types import TypeDecorator

from webapp.config import read_settings
from webapp.models import Base


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write our column types as the plain types beneath them: a migration imports no model."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> None:
    """Run the wanted migrations in one transaction (SQLite: each statement stands alone)."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        # SQLite changes a table by copying it; the same migration is an ALTER on PostgreSQL.
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Use the caller's connection when there is one, else open the database of the settings."""
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"console": {"class": "logging.StreamHandler"}},
            "loggers": {"alembic": {"level": "INFO", "handlers": ["console"]}},
        }
    )
    url = context.config.get_main_option("sqlalchemy.url") or read_settings().database_url
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        run(connection)


main()
