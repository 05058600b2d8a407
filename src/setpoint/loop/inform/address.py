"""Under which address people reach this installation, for links in mail."""

from django.conf import settings


def site() -> str:
    """Return scheme, host and (on the machine itself) port, without a slash at the end."""
    environment = settings.ENVIRONMENT
    host = environment.hosts.split(",")[0]
    local = host in {"localhost", "127.0.0.1"}
    return f"{'https' if environment.https else 'http'}://{host}{f':{environment.port}' if local else ''}"
