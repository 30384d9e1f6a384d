#!/bin/sh
# Write requirements/*.txt anew from pyproject.toml and requirements/*.in, with every hash of every release named.
set -eu
cd "$(dirname "$0")/.."
uv() {
    .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-config \
        --no-emit-index-url --no-emit-find-links --no-header --quiet "$@"
}
.venv/bin/python -m pip install --quiet "uv==0.13.9"
unset PIP_FIND_LINKS
uv pyproject.toml requirements/build.in -o requirements/run.txt
uv pyproject.toml requirements/build.in --extra dev -c requirements/run.txt -o requirements/test.txt
uv requirements/node.in -o requirements/node.txt
