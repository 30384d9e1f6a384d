"""Rules about our own Python that import-linter cannot say: who reads the environment, who speaks htmx."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEBAPP = ROOT / "webapp"
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.putenv"}


def sources(folder: Path) -> list[Path]:
    """Return the Python files below a folder; an empty list would make every rule here hold."""
    files = sorted(folder.rglob("*.py"))
    assert files, f"no Python below {folder}"
    return files


def names_used(tree: ast.AST) -> Iterator[str]:
    """Yield every name and dotted attribute in a module, as written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the module of every import, also of those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield every piece of text in a module but its docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.value


def environment_readers(tree: ast.AST) -> set[str]:
    """Return the ways in which a module reads the environment."""
    return {name for name in names_used(tree) if name in ENVIRONMENT}


def htmx_words(tree: ast.AST) -> set[str]:
    """Return the htmx headers and the htmx object that a module knows."""
    headers = {text for text in texts(tree) if text.lower().startswith("hx-")}
    return headers | {
        name for name in names_used(tree) if name.split(".")[0] in {"htmx", "htmx_flask"}
    }


def unlazy_words(tree: ast.AST) -> set[str]:
    """Return what a module takes from Flask-Babel that asks for the request at once."""
    return {
        name
        for name in names_used(tree)
        if name.startswith("flask_babel.") and not name.startswith("flask_babel.lazy_")
    } | {name for name in imported(tree) if name.startswith("flask_babel.")}


def foreign_imports(tree: ast.AST) -> set[str]:
    """Return what a module imports beyond the standard library and the domain itself."""
    return {
        name
        for name in imported(tree)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not (name + ".").startswith("webapp.domain.")
    }


def test_only_config_reads_the_environment() -> None:
    readers = {
        path.relative_to(WEBAPP).as_posix(): found
        for path in sources(WEBAPP)
        if (found := environment_readers(ast.parse(path.read_text())))
    }
    assert set(readers) == {"config.py"}


def test_only_rendering_speaks_htmx() -> None:
    speakers = {
        path.relative_to(WEBAPP).as_posix()
        for path in sources(WEBAPP)
        if htmx_words(ast.parse(path.read_text()))
    }
    # extensions.py makes the object and create_app binds it; neither asks it anything.
    assert speakers - {"extensions.py", "__init__.py"} <= {"views/rendering.py"}


@pytest.mark.parametrize("path", sources(WEBAPP / "services"), ids=lambda path: path.name)
def test_services_say_sentences_that_wait_for_their_language(path: Path) -> None:
    assert not unlazy_words(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", sources(WEBAPP / "domain"), ids=lambda path: path.name)
def test_domain_imports_the_standard_library_only(path: Path) -> None:
    assert not foreign_imports(ast.parse(path.read_text()))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (environment_readers, "import os\nport = os.environ['PORT']"),
        (environment_readers, "import os\nport = os.getenv('PORT')"),
        (environment_readers, "from os import environ"),
        (htmx_words, "response.headers['HX-Trigger'] = 'saved'"),
        (htmx_words, "from webapp.extensions import htmx\nif htmx.target: pass"),
        (unlazy_words, "from flask_babel import gettext as _"),
        (unlazy_words, "import flask_babel\nflask_babel.get_locale()"),
        (foreign_imports, "def f():\n    import sqlalchemy"),
        (foreign_imports, "from webapp.models import Note"),
    ],
)
def test_the_rules_can_be_broken(rule: object, text: str) -> None:
    assert callable(rule)
    assert rule(ast.parse(text))
