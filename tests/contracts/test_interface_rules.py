"""What the interface promises about its own sources: one style sheet for both directions, no inline anything."""

import re
from pathlib import Path

import pytest

WEBAPP = Path(__file__).resolve().parents[2] / "webapp"
TEMPLATES = sorted((WEBAPP / "templates").rglob("*.html"))
STYLES = sorted((WEBAPP / "static" / "css").glob("*.css"))
SCRIPTS = sorted((WEBAPP / "static" / "js").glob("*.js"))
#: Properties and values that know left from right.
PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset)?-?(?:left|right)\s*:"
    r"|text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
)
INLINE = re.compile(
    r"\sstyle\s*=|\shx-(?:on|boost)\b|\son[a-z]+\s*=|<style|javascript:|<script(?![^>]*\ssrc=)|data:"
    r"""|=\s*["']\s*js:""",
    re.IGNORECASE,
)
ICON = re.compile(
    r"""(?:icon|empty)\("([a-z0-9-]+)"|say\("[a-z]*",\s*"([a-z0-9-]+)"|fold\(_\("[^"]*"\),\s*"([a-z0-9-]+)\""""
)


def listed_icons() -> set[str]:
    """Return the names of the symbols in the sprite."""
    lines = (WEBAPP / "static" / "icons" / "icons.txt").read_text().splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_know_no_left_and_no_right(path: Path) -> None:
    assert PHYSICAL.findall(path.read_text()) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_fetch_nothing(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert re.findall(r"url\((?!\"[a-z]+\.css\")|@font-face|!important", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEBAPP).as_posix())
def test_templates_hold_nothing_inline(path: Path) -> None:
    # Comments, and statements with names of their own, never reach a browser.
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text(), flags=re.S)
    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEBAPP).as_posix())
def test_titles_hold_no_names(path: Path) -> None:
    # A title stands in history, in the app switcher and on a lock screen.
    for title in re.findall(r"\{% block title %\}(.*?)\{% endblock %\}", path.read_text(), re.S):
        assert not re.search(
            r"client|person|found|page_of|name", re.sub(r'_\("[^"]*"\)', "", title)
        ), title


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    asked = {
        name for path in TEMPLATES for found in ICON.findall(path.read_text()) for name in found
    }
    assert asked - {""} - listed_icons() == set()


def test_the_sprite_carries_no_icon_that_nobody_asks_for() -> None:
    views = sorted((WEBAPP / "views").glob("*.py"))
    words = "\n".join(path.read_text() for path in (*TEMPLATES, *SCRIPTS, *views))
    unused = {name for name in listed_icons() if not re.search(rf"""["'#]{name}["'\s]""", words)}
    assert unused == set()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (PHYSICAL, "margin-left: 4px"),
        (PHYSICAL, "a { left: 0 }"),
        (PHYSICAL, "text-align:right"),
        (PHYSICAL, "p{border-right:1px solid}"),
        (INLINE, '<p style="color: red">'),
        (INLINE, '<button onclick="go()">'),
        (INLINE, '<button hx-on:click="go()">'),
        (INLINE, '<a hx-boost="true">'),
        (INLINE, "<div hx-vals='js:{a: 1}'>"),
        (INLINE, "<script>go()</script>"),
        (INLINE, "<style>p{}</style>"),
    ],
)
def test_the_rules_can_be_broken(rule: re.Pattern[str], text: str) -> None:
    assert rule.search(text)
