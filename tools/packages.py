"""Install a program from the system's packages, where that can be done without asking anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install_from_system(package: str) -> bool:
    """Install a Debian package as root, or by a sudo that asks no password; say whether it worked."""
    if not shutil.which("apt-get"):
        return False
    as_root: list[str] = []
    if os.geteuid() != 0:
        if (
            not shutil.which("sudo")
            or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
        ):
            return False
        as_root = ["sudo", "-n"]
    print(f"Installing the system package '{package}'", file=sys.stderr, flush=True)
    apt = [
        *as_root,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "Dpkg::Use-Pty=0",
    ]
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run([*apt, *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr.strip()[-2000:], file=sys.stderr)
    return done.returncode == 0
