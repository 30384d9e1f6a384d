"""``tend doctor``: is everything in order?"""

import click

from webapp import migrating
from webapp.config import read_settings
from webapp.database import Database
from webapp.services import doctor as checks


@click.command()
def doctor() -> None:
    """Check the database and the audit chain; say what is wrong, change nothing."""
    database = Database(read_settings().database_url)
    try:
        if not migrating.is_current(database.engine):
            raise click.ClickException("The database is not up to date. Run first: tend migrate")
        with database.reading() as session:
            found = checks.examine(session)
    finally:
        database.dispose()
    for check in found:
        click.echo(f"{'ok  ' if check.is_fine else 'BAD '} {check.what}: {check.says}")
    if not all(check.is_fine for check in found):
        raise click.ClickException("Something is wrong; see the lines that begin with BAD.")
