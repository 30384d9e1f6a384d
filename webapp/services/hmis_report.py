"""What an import did, and every row it refused or doubts, without repeating what is personal."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

#: Lines kept word for word; beyond, rows are still counted, so that a file broken on every line
#: does not fill the memory.
MOST_FINDINGS = 100_000
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\w{1,9}[-/.]\d{1,4}")


class Verdict(StrEnum):
    """What became of a row."""

    REFUSED = "refused"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row, or several alike, that was refused or loaded with a doubt."""

    verdict: Verdict
    file: str
    line: int | None
    column: str
    value: str
    reason: str
    rows: int = 1


@dataclass
class Tally:
    """What happened to the rows of one kind."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __iter__(self) -> Iterator[int]:
        return iter((self.created, self.changed, self.unchanged, self.removed))


@dataclass
class ImportReport:
    """The account an import gives of itself."""

    source: str = ""
    version: str = ""
    shift_days: int = 0
    newest_day: date | None = None
    #: Cases of this source that are open now.
    open_cases: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: Counter[Verdict] = field(default_factory=Counter)
    rows_read: Counter[str] = field(default_factory=Counter)
    #: Findings beyond ``MOST_FINDINGS``, counted only.
    left_out: int = 0

    def tally(self, noun: str) -> Tally:
        """Return the tally of a noun ("clients"), making it at first use."""
        return self.tallies.setdefault(noun, Tally())

    def warn(self, sentence: str) -> None:
        """Say something about the whole import, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def add(
        self,
        verdict: Verdict,
        file: str,
        line: int | None,
        reason: str,
        *,
        column: str = "",
        value: str = "",
        rows: int = 1,
    ) -> None:
        """Keep a finding; ``value`` must say what kind of value it is, or be harmless."""
        self.rows[verdict] += rows
        if len(self.findings) >= MOST_FINDINGS:
            self.left_out += 1
            return
        self.findings.append(Finding(verdict, file, line, column, value, reason, rows))

    def refuse(
        self,
        file: str,
        line: int | None,
        reason: str,
        *,
        column: str = "",
        value: str = "",
        rows: int = 1,
    ) -> None:
        """Keep that a row was not loaded."""
        self.add(Verdict.REFUSED, file, line, reason, column=column, value=value, rows=rows)

    def doubt(
        self,
        file: str,
        line: int | None,
        reason: str,
        *,
        column: str = "",
        value: str = "",
        rows: int = 1,
    ) -> None:
        """Keep that a row was loaded though something in it is doubtful."""
        self.add(Verdict.DOUBTFUL, file, line, reason, column=column, value=value, rows=rows)

    @property
    def refused(self) -> int:
        return self.rows[Verdict.REFUSED]

    @property
    def doubtful(self) -> int:
        return self.rows[Verdict.DOUBTFUL]

    def write_csv(self, path: Path) -> None:
        """Write every finding as a row of a CSV file only its owner may read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("verdict", "file", "line", "column", "value", "reason", "rows"))
            for found in self.findings:
                writer.writerow(
                    (
                        found.verdict,
                        found.file,
                        found.line or "",
                        found.column,
                        _harmless_in_a_sheet(found.value),
                        found.reason,
                        found.rows,
                    )
                )
            for sentence in self.warnings:
                writer.writerow(("note", "", "", "", "", sentence, ""))
            if self.left_out:
                sentence = f"{self.left_out} further findings are counted, not listed."
                writer.writerow(("note", "", "", "", "", sentence, ""))


def kind_of(value: str) -> str:
    """Return what kind of value this is, in words that do not give it away."""
    if not value:
        return "empty"
    if _DATE_LIKE.search(value):
        return "like a date, not readable as one"
    if value.isdigit():
        return f"number of {len(value)} digits"
    if len(value) in (32, 40, 64) and all(char in "0123456789abcdefABCDEF" for char in value):
        return f"{len(value)} hexadecimal characters"
    return f"text of {len(value)} characters"


def _harmless_in_a_sheet(value: str) -> str:
    """A spreadsheet must not take a value for a formula."""
    return "'" + value if value.startswith(("=", "+", "-", "@", "\t")) else value
