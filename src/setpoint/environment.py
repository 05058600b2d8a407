"""The few things an installation is told from outside, typed and loud: a wrong value stops the start with its name."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# the port on which servers expect STARTTLS
SUBMISSION = 587
SHORTEST_TOKEN = 20


class Environment(BaseSettings):
    """Variables of the environment.

    `SETPOINT_HOME` is the folder of database, files and keys; `DATABASE_URL` names a PostgreSQL
    in place of the embedded SQLite; `SETPOINT_SMTP_URL` is any SMTP server (`smtp://user:pass@host:25`).
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("setpoint"), validation_alias="SETPOINT_HOME")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    debug: bool = Field(default=False, validation_alias="SETPOINT_DEBUG")
    hosts: str = Field(default="localhost,127.0.0.1,[::1]", validation_alias="SETPOINT_HOSTS")
    smtp_url: str = Field(default="", validation_alias="SETPOINT_SMTP_URL")
    mail_from: str = Field(default="Setpoint <setpoint@localhost>", validation_alias="SETPOINT_MAIL_FROM")
    port: int = Field(default=8080, ge=1, le=65534, validation_alias="SETPOINT_PORT")
    listen: str = Field(default="127.0.0.1", validation_alias="SETPOINT_LISTEN")
    live_port: int = Field(default=0, ge=0, le=65535, validation_alias="SETPOINT_LIVE_PORT")
    live_url: str = Field(default="", validation_alias="SETPOINT_LIVE_URL")
    web_processes: int = Field(default=1, ge=1, le=64, validation_alias="SETPOINT_WEB_PROCESSES")
    web_threads: int = Field(default=8, ge=1, le=128, validation_alias="SETPOINT_WEB_THREADS")
    outgoing_allowed: str = Field(default="", validation_alias="SETPOINT_OUTGOING_ALLOWED")
    trusted_proxies: str = Field(default="", validation_alias="SETPOINT_TRUSTED_PROXIES")
    metrics_token: str = Field(default="", validation_alias="SETPOINT_METRICS_TOKEN")
    log: Literal["json", "text"] = Field(default="json", validation_alias="SETPOINT_LOG")
    https: bool = Field(default=False, validation_alias="SETPOINT_HTTPS")

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("database_url")
    @classmethod
    def _postgresql_only(cls, value: str) -> str:
        if value and not value.startswith(("postgres://", "postgresql://")):
            msg = "DATABASE_URL must start with postgresql:// (leave it empty for the embedded database)"
            raise ValueError(msg)
        return value

    @field_validator("outgoing_allowed", "trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for text in networks(value):
            ip_network(text)
        return value

    @field_validator("metrics_token")
    @classmethod
    def _not_guessed(cls, value: str) -> str:
        if value and len(value) < SHORTEST_TOKEN:
            msg = f"SETPOINT_METRICS_TOKEN must have {SHORTEST_TOKEN} letters at least"
            raise ValueError(msg)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp_only(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"smtp", "smtps"} or not urlsplit(value).hostname):
            msg = "SETPOINT_SMTP_URL must look like smtp://user:password@host:587 (smtps:// for TLS from the start)"
            raise ValueError(msg)
        return value

    def mail(self) -> dict[str, Any]:
        """Return Django's settings of the mail server; without one, letters are dropped."""
        if not self.smtp_url:
            return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        parts = urlsplit(self.smtp_url)
        return {
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.port == SUBMISSION,
            "EMAIL_TIMEOUT": 20,
        }


def networks(text: str) -> list[str]:
    """Return the parts of a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
