"""The limit beside which everything is measured: Flask answering "hello" under the same server."""

from flask import Flask

app = Flask(__name__)


@app.get("/hello")
def hello() -> str:
    return "hello"
