"""Rules about our scripts: who may store and encrypt, which way imports go, what is never kept in clear."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "webapp" / "static" / "js"
PHONE = ROOT / "service_worker"

# A module imports only what stands in a lower row; what is in no row stands with the outbox.
ROWS = (
    {"bytes.js"},
    {"storage.js"},
    {"vault.js"},
    {"outbox.js", "pack.js", "routes.js"},
    {"worker.js", "app.js"},
)
MIDDLE = 3


def scripts() -> list[Path]:
    """Return every script of ours."""
    return sorted([*PAGE.rglob("*.js"), *PHONE.rglob("*.js")])


def code(path: Path) -> str:
    """Return a script without its comments."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    return re.sub(r"^\s*//.*$|(?<=[\s;,{}()])//\s.*$", "", text, flags=re.MULTILINE)


def imports(text: str) -> Iterator[str]:
    """Yield what a script imports, by name or path."""
    yield from re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]""", text)


def row(name: str) -> int:
    """Return how high a module stands."""
    return next((number for number, names in enumerate(ROWS) if name in names), MIDDLE)


def wrong_imports(path: Path, text: str) -> list[str]:
    """Return the imports of a script that go upwards, or from the phone's side to the page's."""
    ours = [name for name in imports(text) if name.startswith(".")]
    wrong = [name for name in ours if row(basename(name)) > row(path.name)]
    wrong += [name for name in ours if row(basename(name)) == row(path.name) == len(ROWS) - 1]
    if PHONE in path.parents:
        wrong += [name for name in ours if PHONE not in (path.parent / name).resolve().parents]
    return wrong


def test_there_is_something_to_check() -> None:
    assert {"storage.js", "vault.js", "worker.js", "app.js"} <= {path.name for path in scripts()}


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        (r"\bindexedDB\b|['\"]idb['\"]", "storage.js"),
        (r"\bcrypto\s*\.\s*subtle\b|\bsubtle\b|['\"]hpke['\"]", "vault.js"),
    ],
)
def test_storage_and_encryption_have_one_home(words: str, owner: str) -> None:
    assert {path.name for path in scripts() if re.search(words, code(path))} == {owner}


@pytest.mark.parametrize(
    "word",
    [r"localStorage\b", r"sessionStorage\b", r"(?:push|replace)State\s*\(\s*(?!null\b)"],
)
def test_nothing_is_kept_where_the_browser_writes_it_down_in_clear(word: str) -> None:
    assert [path.name for path in scripts() if re.search(rf"\b{word}", code(path))] == []


def test_scripts_import_downwards_only() -> None:
    wrong = {path.name: bad for path in scripts() if (bad := wrong_imports(path, code(path)))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("storage.js", "import { seal } from './vault.js'"),
        ("vault.js", "const { send } = await import('./outbox.js')"),
        ("outbox.js", "import './worker.js'"),
        ("pack.js", "import { say } from '../webapp/static/js/say.js'"),
        ("worker.js", "import '../webapp/static/js/app.js'"),
    ],
)
def test_an_upward_import_is_seen(name: str, text: str) -> None:
    assert wrong_imports(PHONE / name, text)
