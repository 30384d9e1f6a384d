"""Reading the rows of one file of an export, whatever was done to it on its way to us."""

import csv
import io
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, Any, cast

from webapp.schemas.hmis import FileLayout
from webapp.services.hmis_export import ExportFile
from webapp.services.hmis_report import ImportReport

#: A line longer than this is not a row of an export.
MOST_LINE = 1 << 20
#: A text with line breaks in it may span this many lines; more, and a quote was left open.
MOST_LINES_OF_ONE_ROW = 50
_PEEK = 64 * 1024

#: Called with the bytes of a file read so far.
Advance = Callable[[int], None]


class Row:
    """One row: values by our column names, empty where the file has no such column."""

    __slots__ = ("_places", "_values", "file", "line")

    def __init__(self, file: str, line: int, values: list[str], places: dict[str, int]) -> None:
        self.file = file
        self.line = line
        self._values = values
        self._places = places

    def __getitem__(self, column: str) -> str:
        place = self._places.get(column)
        return "" if place is None else self._values[place].strip()

    def has(self, column: str) -> bool:
        """Tell whether the file has this column at all."""
        return column in self._places


def read_rows(
    file: ExportFile | None,
    layout: FileLayout,
    report: ImportReport,
    advance: Advance | None = None,
) -> Iterator[Row]:
    """Yield the readable rows of a file and report the others; no file, no rows."""
    if file is None:
        return
    try:
        with file.open() as stream:
            yield from _FileReading(stream, layout, report, advance).rows()
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError):
        report.refuse(layout.name, None, "The rest of the file cannot be read; it is damaged.")


class _FileReading:
    """The reading of one file: where we are, and what was already said of it."""

    def __init__(
        self,
        stream: IO[bytes],
        layout: FileLayout,
        report: ImportReport,
        advance: Advance | None,
    ) -> None:
        self.layout = layout
        self.report = report
        self.lines = _Lines(stream, layout.name, report, advance)

    def rows(self) -> Iterator[Row]:
        header = self._header()
        if header is None:
            return
        places, width = header
        name = self.layout.name
        while (found := self._next_values(width)) is not None:
            line, values = found
            if len(values) > width and not any(values[width:]):
                del values[width:]
            if len(values) != width:
                self.report.refuse(
                    name,
                    line,
                    f"The row has {len(values)} values where the header names {width} columns.",
                )
                continue
            self.report.rows_read[name] += 1
            yield Row(name, line, values, places)

    def _header(self) -> tuple[dict[str, int], int] | None:
        """Return where each of our columns stands; report the file when it cannot be used."""
        found = self._next_values(None)
        if found is None:
            self.report.warn(f"{self.layout.name} is empty.")
            return None
        titles = [title.strip() for title in found[1]]
        places: dict[str, int] = {}
        for place, title in enumerate(titles):
            column = self.layout.renamed.get(title, title)
            if column in self.layout.columns and places.setdefault(column, place) != place:
                self.report.doubt(
                    self.layout.name,
                    1,
                    "This column stands twice; the first is read.",
                    column=column,
                )
        missing = [column for column in self.layout.required if column not in places]
        if missing:
            self._refuse_all(missing, titles)
            return None
        return places, len(titles)

    def _refuse_all(self, missing: list[str], titles: list[str]) -> None:
        rows = self.lines.count_rest()
        for column in missing:
            other = next((title for title in titles if title.lower() == column.lower()), None)
            hint = f" It is written {other} here." if other else ""
            self.report.refuse(
                self.layout.name,
                1,
                f"The file has no column {column}, without which its rows mean nothing.{hint}",
                column=column,
                rows=rows if column == missing[0] else 0,
            )

    def _next_values(self, width: int | None) -> tuple[int, list[str]] | None:
        """Return the next row with its line number; rows that cannot be read are reported."""
        while (line := self.lines.take()) is not None:
            number, text = line
            if not text.strip():
                continue
            if text.count('"') % 2 == 0:
                return number, self._values_of(text, number, width)
            values = self._values_of_many(text, width)
            if values is not None:
                return number, values
            self.report.refuse(
                self.layout.name, number, "A quotation mark is opened and not closed again."
            )
        return None

    def _values_of(self, text: str, number: int, width: int | None) -> list[str]:
        try:
            return next(csv.reader((text,), strict=True))
        except csv.Error:
            pass
        try:
            values = next(csv.reader((text,)))
        except csv.Error:
            return []
        # A row of another length is refused anyway, and said once.
        if len(values) == width:
            self.report.doubt(
                self.layout.name,
                number,
                "Quotation marks stand inside a quoted text; look at what was read.",
            )
        return values

    def _values_of_many(self, first: str, width: int | None) -> list[str] | None:
        """Return the values of a row that goes on over several lines, or None."""
        taken: list[tuple[int, str]] = []
        parts = [first]
        while len(taken) < MOST_LINES_OF_ONE_ROW and (line := self.lines.take()) is not None:
            taken.append(line)
            parts.append(line[1])
            if line[1].count('"') % 2 == 0:
                if width is not None and _is_a_row(line[1], width):
                    break
                continue
            try:
                values = next(csv.reader(("\n".join(parts),), strict=True))
            except (csv.Error, StopIteration):
                break
            if width is None or len(values) == width:
                return values
            break
        self.lines.give_back(taken)
        return None


def _is_a_row(text: str, width: int) -> bool:
    try:
        return len(next(csv.reader((text,), strict=True), ())) == width
    except csv.Error:
        return False


class _Lines:
    """The lines of a file as text, with their numbers; what was not UTF-8 is said once."""

    def __init__(
        self, stream: IO[bytes], name: str, report: ImportReport, advance: Advance | None
    ) -> None:
        self.name = name
        self.report = report
        self.advance = advance
        self.number = 0
        self.read = 0
        self._returned: deque[tuple[int, str]] = deque()
        self._odd_encoding: int | None = None
        self._odd_rows = 0
        self._stream = _prepared(stream)

    def take(self) -> tuple[int, str] | None:
        """Return the next line with its number, or None at the end."""
        if self._returned:
            return self._returned.popleft()
        raw = self._stream.readline(MOST_LINE)
        if not raw:
            self._finish()
            return None
        self.number += 1
        self.read += len(raw)
        if self.advance is not None and self.number % 512 == 0:
            self.advance(self.read)
        if len(raw) >= MOST_LINE and not raw.endswith(b"\n"):
            self._skip_line()
            return self.take()
        text, *rest = self._text(raw).split("\r")
        # Here and there a line ends the old way: each part is a line of its own.
        self._returned.extendleft((self.number, part) for part in reversed(rest))
        return self.number, text

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._returned.extendleft(reversed(lines))

    def count_rest(self) -> int:
        """Read to the end and return how many lines were left."""
        rows = 0
        while (line := self.take()) is not None:
            rows += bool(line[1].strip())
        return rows

    def _skip_line(self) -> None:
        while (raw := self._stream.readline(MOST_LINE)) and not raw.endswith(b"\n"):
            pass
        self.report.refuse(self.name, self.number, "The line is too long to be a row.")

    def _text(self, raw: bytes) -> str:
        if b"\0" in raw:
            raw = raw.replace(b"\0", b"")
            self.report.doubt(self.name, self.number, "Zero bytes were taken out of the row.")
        try:
            return raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            self._odd_encoding = self._odd_encoding or self.number
            self._odd_rows += 1
            try:
                return raw.decode("cp1252").rstrip("\r\n")
            except UnicodeDecodeError:
                return raw.decode("latin-1").rstrip("\r\n")

    def _finish(self) -> None:
        if self.advance is not None:
            self.advance(self.read)
        if self._odd_encoding is not None:
            self.report.doubt(
                self.name,
                self._odd_encoding,
                "Letters were read as Windows text (CP-1252), because they are not UTF-8.",
                rows=self._odd_rows,
            )
            self._odd_encoding = None


def _prepared(stream: IO[bytes]) -> IO[bytes]:
    """Return the stream past its byte-order mark, as UTF-8 with ordinary line ends if need be."""
    start = stream.read(_PEEK)
    rest = _buffered(_Rejoined(start, stream))
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = io.TextIOWrapper(rest, encoding="utf-16", errors="replace")
        return _buffered(_Recoded(text))
    if start.startswith(b"\xef\xbb\xbf"):
        rest.read(3)
    if b"\r" in start and b"\n" not in start:
        text = io.TextIOWrapper(rest, encoding="latin-1", newline=None)
        return _buffered(_Recoded(text, "latin-1"))
    return rest


def _buffered(raw: io.RawIOBase) -> IO[bytes]:
    return io.BufferedReader(cast("io.FileIO", raw), _PEEK)


class _Rejoined(io.RawIOBase):
    """A stream from its start again, after its first bytes were looked at."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._start.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """A text stream as bytes in another encoding."""

    def __init__(self, text: io.TextIOWrapper, encoding: str = "utf-8") -> None:
        self._text = text
        self._encoding = encoding
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._left:
            self._left = self._text.read(4096).encode(self._encoding, "replace")
        data, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
