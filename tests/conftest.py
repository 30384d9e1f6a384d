"""A database and an application per test, the named world in it, and signed-in clients."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests import factories, world
from tests.pages import lint
from tests.world import World
from webapp import create_app
from webapp.config import Settings
from webapp.database import Database
from webapp.domain.ids import new_id
from webapp.models import Base, User
from webapp.services import sessions
from webapp.views.identity import COOKIE

ROOT = Path(__file__).resolve().parents[1]


def shared_data() -> Path:
    """Return the folder of real files to test against; it may not exist."""
    return Path(os.environ.get("TEND_SHARED_DATA") or ROOT.parent / "shared" / "data")


class Databases:
    """Gives every test a database of its own, made by copying an empty one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        server = os.environ.get("TEND_TEST_DATABASE_URL")
        self.server = make_url(server) if server else None
        self.template = folder / "template.db"
        self.template_name = f"tend_template_{os.getpid()}"
        if self.server is None:
            database = Database(f"sqlite:///{self.template}")
            Base.metadata.create_all(database.engine)
            with database.engine.begin() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            database.dispose()
        else:
            self._run(f'CREATE DATABASE "{self.template_name}"')
            engine = create_engine(self._url(self.template_name))
            Base.metadata.create_all(engine)
            engine.dispose()

    def fresh(self) -> str:
        """Return the URL of a new database with empty tables."""
        name = f"tend_{new_id().hex}"
        if self.server is None:
            path = self.folder / f"{name}.db"
            shutil.copyfile(self.template, path)
            return f"sqlite:///{path}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.template_name}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a database again."""
        if self.server is not None:
            self._run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')
        else:
            for path in self.folder.glob(f"{Path(url).stem}.db*"):
                path.unlink()

    def _url(self, name: str) -> str:
        assert self.server is not None
        return self.server.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        assert self.server is not None
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    if made.server is not None:
        made._run(f'DROP DATABASE IF EXISTS "{made.template_name}" WITH (FORCE)')


@pytest.fixture
def settings(databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a fresh database; the Arabic pages exist only to test right-to-left."""
    url = databases.fresh()
    yield Settings(
        database_url=url,
        secret_key="test-secret",
        data_dir=tmp_path,
        languages=("en", "es", "ar"),
        testing=True,
    )
    databases.drop(url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    made.extensions["tend.database"].dispose()


@pytest.fixture
def db(app: Flask) -> Database:
    found: Database = app.extensions["tend.database"]
    return found


@pytest.fixture
def people(db: Database) -> World:
    """The named world, committed."""
    with db.writing() as session:
        return world.build(session)


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    """A session for setting things up (commit yourself) and looking at rows.

    ``rollback()`` before looking again: a session sees the database as it was at its first look.
    """
    with db.sessions() as opened:
        opened.expire_on_commit = True
        yield opened


@dataclass
class Linted:
    """A signed-in browser without JavaScript; every page it gets is linted."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: Any) -> TestResponse:
        response = self.client.get(path, **more)
        self._check(path, response)
        return response

    def post(self, path: str, data: Any = None, **more: Any) -> TestResponse:
        headers = {"Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        response = self.client.post(path, data=data, headers=headers, **more)
        self._check(path, response)
        return response

    def act(
        self, name: str, _headers: dict[str, str] | None = None, /, **fields: Any
    ) -> TestResponse:
        """Send an action's form; values are turned into text, lists into several fields."""
        data: dict[str, Any] = {
            key: [str(one) for one in value] if isinstance(value, list) else str(value)
            for key, value in fields.items()
            if value is not None
        }
        return self.post(f"/actions/{name}", data=data, headers=_headers or {})

    def _check(self, path: str, response: TestResponse) -> None:
        if response.mimetype != "text/html" or 300 <= response.status_code < 400:
            return
        body = response.get_data(as_text=True)
        if "<html" in body:
            problems = lint(body)
            assert not problems, f"{path}: {problems}"


@pytest.fixture
def client_as(app: Flask, db: Database) -> Callable[[User | None], Linted]:
    """Return a function that gives a browser signed in as a person, or as nobody."""

    def make(person: User | None) -> Linted:
        client = app.test_client()
        if person is not None:
            with db.writing() as session:
                user = session.get(User, person.id)
                assert user is not None
                _, token = sessions.open_session(session, user, "Test", factories.now())
            client.set_cookie(COOKIE, token)
        return Linted(client)

    return make


@pytest.fixture
def count_queries(db: Database) -> Callable[[], Any]:
    """Return a context manager that lists the statements run inside it."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: Any, _cur: Any, statement: str, *_more: Any) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
                seen.append(statement)

        engines = (db.engine, db.book_engine)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)

    return counting
