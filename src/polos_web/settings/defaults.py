"""What every place shares: applications, templates, languages, database, headers."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy

from polos.store import data_folder
from polos_web.settings import people
from polos_web.settings.database import database_settings
from polos_web.settings.identity import identity_settings
from polos_web.settings.mail import mail_settings

PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = data_folder().absolute()

ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, os.environ.get("POLOS_HOSTS", "").split(",")),
]

# The line of applications: each may use those above it.
APPLICATIONS = (
    "ui",
    "audit",
    "accounts",
    "translation",
    "analysis",
    "registers",
    "stewardship",
    "territories",
    "actors",
    "clusters",
    "programmes",
    "dialogue",
    "surveys",
    "synthesis",
    "convergence",
    "matchmaking",
    "events",
    "cooperation",
    "search",
    "archive",
    "site",
    "api",
)
INSTALLED_APPS = [*people.APPLICATIONS, *(f"polos_web.{name}" for name in APPLICATIONS)]

MIDDLEWARE = [
    "polos_web.ui.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    *people.MIDDLEWARE,
    "polos_web.ui.refusals.WordsForBadRequests",
]
ROOT_URLCONF = "polos_web.urls"
WSGI_APPLICATION = "polos_web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / name / "templates" for name in APPLICATIONS],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "polos_web.ui.environment.environment"},
    }
]

DATABASES = {"default": database_settings(os.environ.get("POLOS_DATABASE", ""), folder=DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", gettext_lazy("English")),
    ("es", gettext_lazy("Spanish")),
    ("pt", gettext_lazy("Portuguese")),
    ("fr", gettext_lazy("French")),
]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Built by assets/build.mjs: names carry a checksum, so a file never changes under its name.
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "static" / "dist"
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9A-Z]{8}\.[a-z0-9]+$"
WHITENOISE_ALLOW_ALL_ORIGINS = False

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# Accounts and mail.
globals().update(people.SETTINGS)
globals().update(
    identity_settings(
        os.environ.get("POLOS_ISSUER", ""),
        client=os.environ.get("POLOS_CLIENT", ""),
        secret=os.environ.get("POLOS_SECRET", ""),
    )
)
globals().update(people.proxy_settings(os.environ.get("POLOS_PROXIES", "0")))
globals().update(mail_settings(os.environ.get("POLOS_MAIL", ""), folder=DATA_FOLDER))
