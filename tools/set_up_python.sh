#!/bin/sh
# Make .venv and install one lock file (requirements/NAME.txt) and Tend itself into it.
set -eu
cd "$(dirname "$0")/.."
lock="requirements/$1.txt"

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(sh tools/find_python.sh)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        echo "Python $version is here, but its 'venv' and 'ensurepip' parts are not." >&2
        echo "On Debian or Ubuntu: apt-get install python$version-venv   Then run make again." >&2
        exit 1
    fi
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi

echo "Installing what $lock lists"
PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet --require-hashes -r "$lock"
PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
