"""Pages of client_editing."""

from flask import Blueprint

bp = Blueprint("client_editing", __name__)
