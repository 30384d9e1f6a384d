"""HTTP: GET pages, one blueprint per area, and the two doors, actions.py and sync.py."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return every blueprint of the application."""
    from webapp.views import (
        accounts,
        actions,
        case_editing,
        client_editing,
        clients,
        households,
        notes,
        settings,
        shell,
        sync,
        today,
    )

    areas = (
        shell,
        accounts,
        today,
        clients,
        client_editing,
        case_editing,
        households,
        notes,
        settings,
        actions,
        sync,
    )
    return [area.bp for area in areas]
