"""Opening an HMIS export: a zip or a folder, with limits, without ever unpacking to disk."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from webapp.schemas.hmis import LAYOUTS, PASSED_OVER
from webapp.services.hmis_report import ImportReport

MEGABYTE = 1 << 20
#: The most an export may hold once unpacked, and the most files.
MOST_BYTES = 8 << 30
MOST_FILES = 2_000
#: Text such as this packs to a twentieth; far more than that is a trap, once it is big.
MOST_RATIO = 250
RATIO_MATTERS_FROM = 50 * MEGABYTE


class NotAnExport(Exception):
    """Nothing of this could be loaded; the message says why and what to do."""

    #: What was found until then.
    report: ImportReport | None = None


@dataclass(frozen=True)
class ExportFile:
    """One file of the export."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@dataclass
class Export:
    """The files of an export that Tend reads, by their name in small letters."""

    files: dict[str, ExportFile] = field(default_factory=dict)
    #: What else was there, in words.
    notes: list[str] = field(default_factory=list)

    def get(self, name: str) -> ExportFile | None:
        return self.files.get(name.lower())


@contextmanager
def open_export(path: Path) -> Iterator[Export]:
    """Give the files of a zip or folder; raise NotAnExport when that is not what it is."""
    with ExitStack() as stack:
        if path.is_dir():
            found = list(_in_folder(path))
        elif not path.exists():
            raise NotAnExport(f"There is no file or folder named {path.name}.")
        else:
            found = list(_in_zip(stack.enter_context(_opened_zip(path))))
        export = _sorted_out(found)
        for needed in ("Export.csv", "Client.csv"):
            if export.get(needed) is None:
                raise NotAnExport(
                    f"This is not an HMIS CSV export: there is no {needed} in it. "
                    "Give the zip file as it was downloaded, or the folder with its CSV files."
                )
        yield export


def _in_folder(path: Path) -> Iterator[tuple[PurePosixPath, ExportFile]]:
    # One level down too: unpacking a zip often leaves a folder in a folder.
    for place in sorted([*path.glob("*"), *path.glob("*/*")]):
        if place.is_file():
            file = ExportFile(place.name, place.stat().st_size, _opener_of(place))
            yield PurePosixPath(place.relative_to(path).as_posix()), file


def _opener_of(place: Path) -> Callable[[], IO[bytes]]:
    return lambda: place.open("rb")


@contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NotAnExport(
            f"{path.name} cannot be read as a zip file; it may be damaged or only partly "
            "downloaded."
        ) from error
    with archive:
        yield archive


def _in_zip(archive: zipfile.ZipFile) -> Iterator[tuple[PurePosixPath, ExportFile]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise NotAnExport("The zip file holds more than an HMIS export can; nothing was read.")
    for entry in entries:
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        wanted = place.name.lower() in LAYOUTS
        if wanted and entry.flag_bits & 0x1:
            raise NotAnExport("The zip file has a password; unpack it and give the folder.")
        if wanted and _is_a_trap(entry):
            raise NotAnExport(
                f"{place.name} in the zip file grows beyond all measure when unpacked; nothing "
                "was read."
            )
        yield place, ExportFile(place.name, entry.file_size, _opener_in(archive, entry))


def _opener_in(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: io.BufferedReader(archive.open(entry), 256 * 1024)  # type: ignore[type-var]


def _is_a_trap(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MOST_RATIO * max(
        entry.compress_size, 1
    )


def _sorted_out(found: list[tuple[PurePosixPath, ExportFile]]) -> Export:
    """Keep the files we read; say in a note what was passed over."""
    export = Export()
    others = []
    for place, file in sorted(found, key=lambda pair: (len(pair[0].parts), str(pair[0]))):
        name = place.name.lower()
        if ".." in place.parts or place.is_absolute() or ":" in place.parts[0]:
            export.notes.append(
                "A file whose name leads out of the zip file was not read. Ask where it came from."
            )
        elif "__MACOSX" in place.parts or name.startswith("."):
            continue
        elif name in LAYOUTS and name not in export.files:
            export.files[name] = file
        elif name in LAYOUTS:
            export.notes.append(f"There is more than one {file.name}; the first was read.")
        elif name not in PASSED_OVER:
            others.append(file.name)
    if others:
        named = ", ".join(others[:5]) + (" and others" if len(others) > 5 else "")
        export.notes.append(f"Not part of the HMIS standard, not read: {named}.")
    return export
