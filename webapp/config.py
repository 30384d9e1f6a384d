"""Settings; the only reader of the environment."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class MailSettings:
    """Where mail is handed over; without a host it is written under the data folder."""

    host: str | None = None
    port: int = 25
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    use_starttls: bool = False
    sender: str = "Tend <tend@localhost>"


@dataclass(frozen=True)
class Settings:
    """Everything a running Tend needs to know about where it runs."""

    database_url: str
    secret_key: str = field(repr=False)
    data_dir: Path
    port: int = 8000
    #: How the outside reaches us; mailed links start with it.
    public_url: str = "http://127.0.0.1:8000"
    #: True behind HTTPS: cookies are then never sent in clear.
    is_https: bool = False
    #: Proxies in front of us whose forwarded address may be believed.
    trusted_proxies: int = 0
    mail: MailSettings = field(default_factory=MailSettings)
    #: Languages offered to people; tests add a right-to-left one.
    languages: tuple[str, ...] = ("en", "es")
    testing: bool = False


def read_settings() -> Settings:
    """Return the settings of this process, making the data folder and secret when missing."""
    env = os.environ
    data_dir = Path(env.get("TEND_DATA_DIR") or "var").resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    port = int(env.get("PORT") or 8000)
    public_url = (env.get("TEND_PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    extra = tuple(code for code in (env.get("TEND_EXTRA_LANGUAGES") or "").split(",") if code)
    return Settings(
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'tend.db'}",
        secret_key=env.get("TEND_SECRET_KEY") or _kept_secret(data_dir),
        data_dir=data_dir,
        port=port,
        public_url=public_url,
        is_https=public_url.startswith("https://"),
        trusted_proxies=int(env.get("TEND_TRUSTED_PROXIES") or 0),
        mail=MailSettings(
            host=env.get("TEND_SMTP_HOST") or None,
            port=int(env.get("TEND_SMTP_PORT") or 25),
            username=env.get("TEND_SMTP_USERNAME") or None,
            password=env.get("TEND_SMTP_PASSWORD") or None,
            use_starttls=env.get("TEND_SMTP_STARTTLS") == "1",
            sender=env.get("TEND_MAIL_FROM") or "Tend <tend@localhost>",
        ),
        languages=("en", "es", *extra),
        testing=env.get("TEND_TESTING") == "1",
    )


def _kept_secret(data_dir: Path) -> str:
    """Return the secret kept in the data folder, making it once."""
    path = data_dir / "secret.key"
    try:
        # O_EXCL: of several processes starting at once, exactly one makes the secret.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()
