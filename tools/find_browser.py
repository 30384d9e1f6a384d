"""Print the path of a Chromium for the browser tests, fetching one when there is none.

In this order: TEND_BROWSER, one that is installed, one that Playwright fetched or can fetch, the
system's package. With none of them the tests must fail, not be skipped: this says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from packages import install_from_system
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def main() -> int:
    """Print the first browser that starts."""
    for find in (named, installed, playwrights, fetched_by_playwright, from_system):
        path = find()
        if path and starts(path):
            print(path)
            return 0
    print(
        "The browser tests need Chromium and none could be found or fetched. Install the package 'chromium' "
        "(or Google Chrome), or set TEND_BROWSER to the path of one.",
        file=sys.stderr,
    )
    return 1


def named() -> str | None:
    """Return the browser that the environment names."""
    return os.environ.get("TEND_BROWSER") or None


def installed() -> str | None:
    """Return a browser that the machine already has."""
    return next(filter(None, map(shutil.which, NAMES)), None) or next(
        filter(os.path.exists, PLACES), None
    )


def playwrights() -> str | None:
    """Return the browser that Playwright fetched earlier."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def fetched_by_playwright() -> str | None:
    """Let Playwright fetch its own browser."""
    print("No Chromium here: asking Playwright to fetch one", file=sys.stderr, flush=True)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            stdout=sys.stderr,
            stderr=subprocess.DEVNULL,
            timeout=900,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return playwrights() if done.returncode == 0 else None


def from_system() -> str | None:
    """Install the system's package of Chromium."""
    return installed() if install_from_system("chromium") else None


def starts(path: str) -> bool:
    """Say whether the program answers at all; a browser without its libraries does not."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
