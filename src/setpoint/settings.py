"""Django settings, derived from `environment.Environment`; nothing else reads the environment."""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from setpoint.environment import Environment, networks
from setpoint.platform.observing.logs import logging_of

ENVIRONMENT = Environment()
HOME = ENVIRONMENT.home
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret_key() -> str:
    """The key of this installation, made on first start and kept beside the database."""
    path = HOME / "keys" / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts.split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "setpoint.kernel",
    "setpoint.kernel.limits",
    "setpoint.journal",
    "setpoint.platform",
    "setpoint.platform.personal",
    "setpoint.platform.fields",
    "setpoint.platform.objects",
    "setpoint.platform.removing",
    "setpoint.platform.configuration",
    "setpoint.platform.lists",
    "setpoint.platform.takeout",
    "setpoint.loop.plan",
    "setpoint.loop.record",
    "setpoint.loop.control",
    "setpoint.loop.act",
    "setpoint.loop.verify",
    "setpoint.loop.inform",
    "setpoint.domains.customers",
    "setpoint.domains.channels",
    "setpoint.domains.activities",
    "setpoint.domains.catalog",
    "setpoint.domains.sales",
    "setpoint.domains.analytics",
    "setpoint.domains.exchange",
    "setpoint.integrations.crm_exports",
    "setpoint.integrations.carddav",
    "setpoint.integrations.caldav",
    "setpoint.ui",
    "setpoint.web",
    "setpoint.api",
    "setpoint.simulation",
    # behind ours, whose words count before theirs
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "setpoint.platform.proxies.client_address",
    "setpoint.platform.observing.requests.observed",
    "setpoint.platform.health.health",
    "setpoint.platform.observing.page.metrics",
    "django.middleware.security.SecurityMiddleware",
    "setpoint.platform.security.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "setpoint.web.shell.middleware.company",
    "allauth.account.middleware.AccountMiddleware",
    "setpoint.web.sign_in.middleware.seen",
    "setpoint.web.sign_in.middleware.second_factor",
    "setpoint.web.view_as.middleware.eyes",
    "setpoint.web.shell.middleware.toasts",
    "setpoint.web.shell.rates.Rates",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
ROOT_URLCONF = "setpoint.urls"
# what is regular: kernel/schedule.py reads it by this name
SCHEDULE = "setpoint.schedule.ENTRIES"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # a template is named by its path in the package: web/board/page.html stands beside its view
        "DIRS": [Path(__file__).parent],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "setpoint.web.shell.context.shell",
                "setpoint.platform.live.address.live",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "setpoint.ui.templatetags.figures",
                "setpoint.ui.templatetags.forms",
                "setpoint.ui.templatetags.pictures",
                "setpoint.ui.templatetags.toasts",
            ],
        },
    },
]

if ENVIRONMENT.database_url:
    DATABASES: dict[str, Any] = {
        "default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60, conn_health_checks=True)
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "setpoint.sqlite3",
            "CONN_MAX_AGE": None,
            # a file, so that tests can copy it as a template and other processes can open it
            "TEST": {"NAME": HOME / "test.sqlite3"},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # secure_delete: a forgotten name must not survive in a freed page
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
                    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                ),
            },
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# shared by all processes: a code that was used is used for every one of them
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}

AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["setpoint.kernel.backend.StaffBackend"]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "setpoint.web.errors.views.forged"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "setpoint.web.sign_in.adapter.Staff"
ACCOUNT_FORMS = {"login": "setpoint.web.sign_in.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# who works here was taken in by a colleague: there is nothing to verify
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
# failures of passwords are counted by kernel/throttle.py, by day and by night
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "30/m/ip,5/15m/key"}
SOCIALACCOUNT_ADAPTER = "setpoint.web.sign_in.single_sign_on.SingleSignOn"
# a form's answer may not lead to another site (form-action), a link may; state and PKCE guard the way back
SOCIALACCOUNT_LOGIN_ON_GET = True
MFA_ADAPTER = "setpoint.web.sign_in.second_factor_adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# clocks of telephones drift: the code before and the code after are taken as well, each once
MFA_TOTP_TOLERANCE = 1

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
# `make build` puts what browsers load there, hashed and compressed; until then, and while it is being
# worked on, it comes from the apps as it is
STATIC_ROOT = Path(__file__).parent / "assets"
ASSETS_ARE_BUILT = not DEBUG and (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ASSETS_ARE_BUILT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not ASSETS_ARE_BUILT
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = HOME / "files"

vars().update(ENVIRONMENT.mail())
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

# private networks that the server itself may call (platform/outgoing.py); public ones need no leave
OUTGOING_ALLOWED = networks(ENVIRONMENT.outgoing_allowed)

# proxies whose word about visitor and protocol is believed (platform/proxies.py)
TRUSTED_PROXIES = networks(ENVIRONMENT.trusted_proxies)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

# who may read /metrics from elsewhere than this machine
METRICS_TOKEN = ENVIRONMENT.metrics_token
# the processes of this home count into one folder; the library reads its place when it is imported
METRICS = HOME / "metrics"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS)
METRICS.mkdir(exist_ok=True, mode=0o700)
LOGGING = logging_of(ENVIRONMENT.log)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
# a year: what a browser has reached over HTTPS it reaches over nothing else
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
