"""How the application runs under test: a database of its own, nothing in the data folder."""

import os

from polos_web.settings.database import database_settings
from polos_web.settings.defaults import *  # noqa: F403
from polos_web.settings.defaults import PACKAGE

DATA_FOLDER = PACKAGE / "no-data-under-test"  # never that of the person who runs the tests
DEBUG = False
SECRET_KEY = "testing-only"  # noqa: S105 (signs nothing outside a test)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
# In memory, or on the temporary server that the tests have started; never that of POLOS_DATABASE.
_SERVER = os.environ.get("POLOS_POSTGRESQL", "")
_IN_MEMORY = {"NAME": ":memory:", "OPTIONS": {}}
DATABASES = {"default": {**database_settings(_SERVER, folder=DATA_FOLDER), **({} if _SERVER else _IN_MEMORY)}}
SOCIALACCOUNT_PROVIDERS = {}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; guards nothing here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
