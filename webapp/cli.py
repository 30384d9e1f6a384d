"""The ``tend`` command."""

import click

from webapp.config import read_settings
from webapp.database import Database


@click.group()
def main() -> None:
    """Run and look after a Tend server."""


def open_database() -> Database:
    """Return the database this process is set up for."""
    return Database(read_settings().database_url)
