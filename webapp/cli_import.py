"""``tend import``: real files into Tend, with a report of every row refused or doubtful."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import inspect

from webapp.config import read_settings
from webapp.database import Database
from webapp.services.hmis_import import ImportReport, NotAnExport, import_hmis
from webapp.services.hmis_load import Progress as Tell


@click.group("import")
def import_group() -> None:
    """Load files of other systems."""


@import_group.command("hmis")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--shift-dates",
    is_flag=True,
    help="Move all dates but birth dates so that the newest is today. Decided once per source.",
)
@click.option(
    "--keep-ssn", is_flag=True, help="Keep the last four digits of Social Security numbers."
)
@click.option(
    "--report",
    "report_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the rows refused or doubtful (a CSV file).",
)
def import_hmis_command(
    path: Path, shift_dates: bool, keep_ssn: bool, report_path: Path | None
) -> None:
    """Load a HUD HMIS CSV export: a zip file, or the folder with its files.

    Loading it again brings everything up to date and doubles nothing.
    """
    settings = read_settings()
    console = Console()
    now = datetime.now(UTC)
    name = f"hmis-{now.strftime('%Y-%m-%d-%H%M%S')}.csv"
    report_path = report_path or settings.data_dir / "imports" / name
    database = Database(settings.database_url)
    try:
        if not inspect(database.engine).has_table("clients"):
            raise click.ClickException("The database has no tables yet. Run first: tend migrate")
        with _bar(console) as tell, database.writing() as session:
            report = import_hmis(
                session,
                path,
                now=now,
                shift_dates=shift_dates,
                keep_ssn=keep_ssn,
                progress=tell,
            )
    except NotAnExport as error:
        if error.report is not None and error.report.findings:
            _write(error.report, report_path)
            console.print(f"What was found until then is in {report_path}", soft_wrap=True)
        raise click.ClickException(str(error)) from error
    finally:
        database.dispose()
    _write(report, report_path)
    _show(console, report, report_path)


@contextmanager
def _bar(console: Console) -> Iterator[Tell]:
    """Give something to tell the progress to, shown as one bar for each file."""
    columns = (TextColumn("{task.description:<28}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        tasks = {}

        def tell(file: str, read: int, size: int) -> None:
            if file not in tasks:
                tasks[file] = bars.add_task(file, total=size)
            bars.update(tasks[file], completed=read)

        yield tell


def _write(report: ImportReport, path: Path) -> None:
    try:
        report.write_csv(path)
    except OSError as error:
        raise click.ClickException(
            f"The report could not be written to {path}: {error.strerror}. "
            "What the rest of this message says of the data still holds."
        ) from error


def _show(console: Console, report: ImportReport, path: Path) -> None:
    """Print what was loaded, what was not, and where to read why."""
    table = Table(title=f"HMIS export {_plain(report.version)} of source {_plain(report.source)}")
    table.add_column("")
    for title in ("new", "changed", "as before", "removed"):
        table.add_column(title, justify="right")
    for noun, tally in report.tallies.items():
        table.add_row(noun, *(f"{number:,}" for number in tally))
    console.print(table)
    console.print(f"{report.open_cases:,} cases are open.")
    if report.shift_days:
        console.print(f"All dates but birth dates were moved by {report.shift_days:,} days.")
    for sentence in report.warnings:
        console.print(f"Note: {sentence}", markup=False)
    console.print(
        f"Rows refused: {report.refused:,}. Rows loaded with a doubt: {report.doubtful:,}."
    )
    console.print(f"Every one of them, with the reason: {path}", markup=False, soft_wrap=True)


def _plain(text: str) -> str:
    """Words of a file are shown, not obeyed."""
    return re.sub(r"[^\w .:-]", " ", text)
