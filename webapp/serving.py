"""Serving the application with gunicorn, set up the way Tend is meant to be served."""

import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from webapp import create_app

#: One machine, loopback only: whoever opens it to the world puts HTTPS in front.
HOST = "127.0.0.1"
WORKERS = 2
THREADS = 8
#: Seconds an idle connection is kept: a phone that syncs asks several times in a row.
KEEP_ALIVE = 15
#: Seconds requests get to finish when the server is asked to stop.
GRACE = 20


class PortTaken(Exception):
    """Something else answers on this port."""


class Server(BaseApplication):
    """gunicorn, told what to do by us and by nothing else: no file, no environment."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app()


def options(host: str, port: int, workers: int, threads: int) -> dict[str, Any]:
    """Return gunicorn's settings."""
    return {
        "bind": f"{host}:{port}",
        "worker_class": "gthread",
        "workers": workers,
        "threads": threads,
        "keepalive": KEEP_ALIVE,
        "graceful_timeout": GRACE,
        "timeout": 60,
        # Each worker opens the database itself: a connection must not be shared by a fork.
        "preload_app": False,
        # No line per request: an address in a log would say who was looked up.
        "accesslog": None,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "tend",
    }


def serve(port: int, *, host: str = HOST, workers: int = WORKERS, threads: int = THREADS) -> None:
    """Serve until asked to stop."""
    refuse_taken_port(host, port)
    Server(options(host, port, workers, threads)).run()


def refuse_taken_port(host: str, port: int) -> None:
    """Raise when something else listens there, before anything else is said or done."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"{host}:{port}") from error
