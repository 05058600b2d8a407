"""The few things an installation is told from outside, typed and loud: a wrong value stops the start with its name."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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
