"""The engine, one session per request, and the one commit rule.

Unsafe requests answering below 400 commit; everything else rolls back. A session of a safe
request refuses to write. What such a request leaves behind is kept by a second engine, the
book: the audit chain of reads, and when a session was last seen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, sessionmaker

from webapp.services import audit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Refusals that show a page again, with what it holds about people.
SHOWN_AGAIN = frozenset({409, 422})


class ReadOnlyError(RuntimeError):
    """A page tried to write. Every change goes through an action."""


class Database:
    """The engines and session makers of one application."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        # Losing the last reads of a power cut is bearable; losing a note is not. So only the
        # book may skip the wait for the disk.
        self.book_engine = make_engine(url, waits_for_disk=False)
        self.sessions = make_sessions(self.engine)
        self.book_sessions = make_sessions(self.book_engine)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that commits at the end of the block."""
        with self.sessions() as session:
            begin_writing(session)
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that refuses to write."""
        with self.sessions() as session:
            session.info["read_only"] = True
            yield session

    @contextmanager
    def keeping_book(self) -> Iterator[Session]:
        """Give a session for what a read leaves behind; commits at the end of the block."""
        with self.book_sessions() as session:
            begin_writing(session)
            yield session
            session.commit()

    def dispose(self) -> None:
        self.engine.dispose()
        self.book_engine.dispose()


def make_engine(url: str, *, waits_for_disk: bool = True) -> Engine:
    """Return an engine for SQLite or PostgreSQL, set up the way Tend relies on."""
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, pool_size=8, max_overflow=8, hide_parameters=True
        )
    # hide_parameters: the text of an error goes to the log, and what was being saved must not.
    engine = create_engine(
        url, connect_args={"timeout": 15, "check_same_thread": False}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        # The driver's own transaction handling would delay BEGIN; we say it ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA synchronous={'FULL' if waits_for_disk else 'NORMAL'}")
        cursor.execute("PRAGMA cache_size=-32000")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A reader that turns writer half-way can fail at once in WAL mode; a writer that says
        # so at the start waits its turn.
        writing = connection.get_execution_options().get("tend_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return a session maker whose sessions write the audit chain with every commit."""
    maker = sessionmaker(engine, expire_on_commit=False)

    @event.listens_for(maker, "before_commit")
    def on_commit(session: Session) -> None:
        if not session.in_nested_transaction():
            audit.write_pending(session)

    @event.listens_for(maker, "before_flush")
    def on_flush(session: Session, *_: object) -> None:
        if session.info.get("read_only") and (session.new or session.dirty or session.deleted):
            raise ReadOnlyError

    @event.listens_for(maker, "do_orm_execute")
    def on_execute(state: ORMExecuteState) -> None:
        writes = state.is_insert or state.is_update or state.is_delete
        if writes and state.session.info.get("read_only"):
            raise ReadOnlyError

    @event.listens_for(maker, "after_transaction_end")
    def on_end(session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            audit.forget_pending(session)

    return maker


def begin_writing(session: Session) -> None:
    """Start the session's transaction as a writer (SQLite: waits for its turn now)."""
    session.connection(execution_options={"tend_writing": True})


def database() -> Database:
    """Return the running application's database."""
    found: Database = current_app.extensions["tend.database"]
    return found


def current_session() -> Session:
    """Return the request's session, opened at its first use."""
    if "session" not in g:
        session = database().sessions()
        if request.method in SAFE_METHODS:
            session.info["read_only"] = True
        else:
            begin_writing(session)
        g.session = session
    found: Session = g.session
    return found


def release_session() -> None:
    """End the request's transaction early, keeping nothing of it.

    For views that write in steps of their own with ``Database.writing``: SQLite has one writer
    at a time, and a request must not wait for itself.
    """
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.rollback()
        session.close()


def after_commit(work: Callable[[], None]) -> None:
    """Do something when, and only when, what this request wrote is safe; mail for instance."""
    g.setdefault("after_commit", []).append(work)


def init_database(app: Flask, url: str) -> None:
    """Bind the database and its commit rule to the application."""
    app.extensions["tend.database"] = Database(url)

    @app.after_request
    def settle(response: Response) -> Response:
        session: Session | None = g.get("session")
        if session is None:
            return response
        if request.method in SAFE_METHODS:
            reads = audit.take_pending(session)
            session.rollback()
            if response.status_code < 400:
                _keep_readings(reads)
        elif response.status_code < 400:
            session.commit()
            for work in g.pop("after_commit", ()):
                work()
        else:
            # Nothing was changed, but a page shown again was read all the same.
            reads = [one for one in audit.take_pending(session) if one.action in audit.READINGS]
            session.rollback()
            if response.status_code in SHOWN_AGAIN:
                _keep_readings(reads)
        return response

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()


def _keep_readings(reads: list[audit.Event]) -> None:
    if reads:
        with database().keeping_book() as book:
            audit.add_pending(book, reads)
