"""Every page a test fetches is linted: it parses, one h1, unique ids, labels, no inline script."""

from collections import Counter
from html.parser import HTMLParser

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_OPTIONAL = frozenset(["p", "li", "option", "dt", "dd", "tr", "td", "th", "tbody", "thead"])


class Page(HTMLParser):
    """What the lint needs to know of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.headings = 0
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.problems: list[str] = []
        self._open: list[str] = []
        self._in_template = 0
        self.feed(html)
        self.close()
        if self._open:
            self.problems.append(f"left open: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "template":
            self._in_template += 1
        if tag == "script" and not given.get("src"):
            self.problems.append("inline script")
        for name in given:
            if name.startswith(("on", "hx-on")) or name in {"style", "hx-on"}:
                self.problems.append(f"inline {name} on {tag}")
        if self._in_template:
            return
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "h1":
            self.headings += 1
        if tag == "label" and given.get("for"):
            self.labels.add(str(given["for"]))
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}:
            given["_in_label"] = "yes" if "label" in self._open else None
            self.controls.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._in_template -= 1
        while self._open and self._open[-1] != tag and self._open[-1] in _OPTIONAL:
            self._open.pop()
        if not self._open or self._open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
        else:
            self._open.pop()


def lint(html: str) -> list[str]:
    """Return what is wrong with a full page."""
    page = Page(html)
    problems = list(page.problems)
    if page.headings != 1:
        problems.append(f"{page.headings} h1 headings")
    problems += [f"id {name} {count} times" for name, count in page.ids.items() if count > 1]
    for control in page.controls:
        named = (
            control.get("_in_label")
            or control.get("aria-label")
            or control.get("aria-labelledby")
            or (control.get("id") in page.labels)
        )
        if not named:
            problems.append(f"no label: {control.get('name')}")
    return problems
