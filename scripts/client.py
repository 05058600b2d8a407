"""Generate the typed Python client from the schema: `python -m scripts.client [folder]`."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "clients" / "python"
PACKAGE = "setpoint_client"


def schema() -> bytes:
    """Return the schema of the API as it is in the code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setpoint.settings")
    import django  # noqa: PLC0415 - after the settings are named

    django.setup()
    told: dict[str, object] = import_module("setpoint.api.openapi").openapi(import_module("setpoint.api.urls").API)

    return orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS)


def generate(told: bytes, folder: Path) -> Path:
    """Write the client of a schema into a folder, in the place of what stood there; return the package."""
    package = folder / PACKAGE
    generator = Path(sys.executable).parent / "openapi-python-client"
    with TemporaryDirectory() as kept:
        file = Path(kept) / "openapi.json"
        file.write_bytes(told)
        words = ["generate", "--path", str(file), "--meta", "none", "--output-path", str(package), "--overwrite"]
        # it formats what it writes with the ruff of the environment
        paths = {"PATH": f"{generator.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        subprocess.run([str(generator), *words], check=True, capture_output=True, env=os.environ | paths)
    return package


if __name__ == "__main__":
    print(generate(schema(), Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET))
