"""What a phone is given keeps to its budget, as it is sent: compressed."""

import gzip
import hashlib
import json
from pathlib import Path

import brotli
import pytest

DIST = Path(__file__).resolve().parents[2] / "webapp" / "static" / "dist"
KILOBYTE = 1024
# Only app.js comes with every page; some pages ask for more, and the worker is fetched after the first screen.
BUDGETS = {"app.css": 10, "app.js": 30, "pages.js": 8, "hpke.js": 8, "sw.js": 30, "icons.svg": 3}


def built() -> dict[str, dict[str, str | int]]:
    """Return what the last build wrote down about each file."""
    files: dict[str, dict[str, str | int]] = json.loads((DIST / "build.json").read_text())["files"]
    return files


@pytest.mark.parametrize(("name", "kilobytes"), BUDGETS.items())
def test_each_file_keeps_to_its_budget(name: str, kilobytes: int) -> None:
    assert (DIST / f"{name}.br").stat().st_size <= kilobytes * KILOBYTE


def test_every_language_weighs_little() -> None:
    catalogues = [name for name in built() if name.startswith("i18n/")]
    assert catalogues
    assert all((DIST / f"{name}.br").stat().st_size <= 4 * KILOBYTE for name in catalogues)


def test_the_build_tells_the_truth_about_what_is_served() -> None:
    for name, facts in built().items():
        content = (DIST / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == facts["sha256"], name
        assert brotli.decompress((DIST / f"{name}.br").read_bytes()) == content, name
        assert gzip.decompress((DIST / f"{name}.gz").read_bytes()) == content, name
