"""Put what browsers load into the package, hashed and compressed: `python -m scripts.collect`."""

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    settings.STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
