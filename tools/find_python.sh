#!/bin/sh
# Print the path of a Python 3.11 or newer, or say what to install.
for name in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 python; do
    path=$(command -v "$name" 2>/dev/null) || continue
    if "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        # The interpreter's own path: a launcher found in PATH may look elsewhere tomorrow.
        "$path" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done
echo "Tend needs Python 3.11 or newer and found none. Install it, or say where it is: make run PYTHON=/path/to/python3" >&2
exit 1
