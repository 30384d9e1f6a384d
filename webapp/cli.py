"""The ``tend`` command."""

from datetime import date

import click
from rich.console import Console

from webapp import migrating, serving
from webapp.cli_doctor import doctor
from webapp.cli_import import import_group
from webapp.cli_programs import program
from webapp.cli_users import user
from webapp.config import Settings, read_settings
from webapp.database import Database
from webapp.demo import agency
from webapp.demo.build import NotADemo, build_when_empty
from webapp.seeding import NotEmpty, Size, seed_agency


@click.group()
def main() -> None:
    """Run and look after a Tend server."""


@main.command()
def migrate() -> None:
    """Bring the database up to date. Safe to run as often as you like."""
    _migrate(read_settings())


@main.command()
@click.option("--host", default=serving.HOST, show_default=True, help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on; else PORT, else 8000.")
@click.option("--workers", default=serving.WORKERS, show_default=True, help="Processes.")
@click.option("--threads", default=serving.THREADS, show_default=True, help="Threads in each.")
def serve(host: str, port: int | None, workers: int, threads: int) -> None:
    """Serve Tend. Put HTTPS in front before anybody but you uses it."""
    settings = read_settings()
    database = Database(settings.database_url)
    current = migrating.is_current(database.engine)
    database.dispose()
    if not current:
        raise click.ClickException("The database is not up to date. Run first: tend migrate")
    _serve(port or settings.port, host=host, workers=workers, threads=threads)


@main.command()
@click.option("--fresh", is_flag=True, help="Throw the demo away and build it anew.")
@click.option("--no-serve", is_flag=True, help="Only build it.")
def demo(fresh: bool, no_serve: bool) -> None:
    """Serve Harbor Street Outreach, an invented agency to look around in."""
    settings = read_settings()
    if not no_serve:
        _refuse_taken_port(settings.port)
    _migrate(settings, quiet=True)
    try:
        with Console().status("Building the demo agency ..."):
            built = build_when_empty(settings.database_url, fresh=fresh)
    except NotADemo as error:
        raise click.ClickException(
            "This database holds an agency that is not the demo; nothing was changed. "
            "Name another one with DATABASE_URL, or start it with: tend serve"
        ) from error
    _say_hello(settings, built)
    if not no_serve:
        _serve(settings.port)


@main.command()
@click.option("--workers", default=100, show_default=True, type=click.IntRange(1, 5000))
@click.option("--clients", default=10_000, show_default=True, type=click.IntRange(1, 2_000_000))
@click.option(
    "--notes",
    default=30,
    show_default=True,
    type=click.IntRange(0, 500),
    help="Notes of each client.",
)
@click.option(
    "--tasks",
    default=5,
    show_default=True,
    type=click.IntRange(0, 100),
    help="Next steps of each client.",
)
@click.option("--seed", default=1, show_default=True, help="The same number gives the same agency.")
def seed(workers: int, clients: int, notes: int, tasks: int, seed: int) -> None:
    """Fill an empty database with a large invented agency, to measure with."""
    settings = read_settings()
    _migrate(settings, quiet=True)
    size = Size(workers=workers, clients=clients, notes=notes, tasks=tasks, seed=seed)
    try:
        with Console().status("Seeding ...") as status:
            seeded = seed_agency(settings.database_url, size, tell=status.update)
    except NotEmpty as error:
        raise click.ClickException(
            "The database is not empty; nothing was changed. Name another one with DATABASE_URL."
        ) from error
    click.echo(seeded)


main.add_command(import_group)
main.add_command(doctor)
main.add_command(program)
main.add_command(user)


def _migrate(settings: Settings, *, quiet: bool = False) -> None:
    try:
        done = migrating.migrate(settings.database_url)
    except migrating.NotOurs as error:
        raise click.ClickException(
            "This database has tables that no migration of Tend made; nothing was changed. "
            "Name another one with DATABASE_URL."
        ) from error
    if not quiet:
        click.echo(f"Migrated: {', '.join(done)}." if done else "The database is up to date.")


def _say_hello(settings: Settings, built: agency.Built) -> None:
    """Tell where the demo is and who can sign in; say so when its dates have grown old."""
    click.echo(f"\n  {agency.NAME} is at  http://{serving.HOST}:{settings.port}\n")
    for person in agency.ACCOUNTS:
        click.echo(f"    {person.email:<24} {person.name}, {person.what}")
    click.echo(f"\n  The password of each is  {agency.PASSWORD}\n")
    days = (date.today() - built.on).days  # noqa: DTZ011 - the day on the wall where it runs
    if days > 0:
        since = "yesterday" if days == 1 else f"{days} days ago"
        click.echo(
            f"  It was built {since}, so more is overdue by now than was meant.\n"
            "  To build it anew, with all that was entered lost: .venv/bin/tend demo --fresh\n"
        )


def _serve(
    port: int,
    *,
    host: str = serving.HOST,
    workers: int = serving.WORKERS,
    threads: int = serving.THREADS,
) -> None:
    try:
        serving.serve(port, host=host, workers=workers, threads=threads)
    except serving.PortTaken as error:
        raise _port_taken(error) from error


def _refuse_taken_port(port: int) -> None:
    try:
        serving.refuse_taken_port(serving.HOST, port)
    except serving.PortTaken as error:
        raise _port_taken(error) from error


def _port_taken(error: serving.PortTaken) -> click.ClickException:
    return click.ClickException(
        f"Something else listens on {error}. Choose another port, for example: PORT=8001 make run"
    )
