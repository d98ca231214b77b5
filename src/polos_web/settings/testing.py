"""How the application runs under test: a database in memory, nothing in the data folder."""

from polos_web.settings.defaults import *  # noqa: F403
from polos_web.settings.defaults import DATABASES as SHARED
from polos_web.settings.defaults import PACKAGE

DATA_FOLDER = PACKAGE / "no-data-under-test"  # never that of the person who runs the tests
DEBUG = False
SECRET_KEY = "testing-only"  # noqa: S105 (signs nothing outside a test)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DATABASES = {"default": {**SHARED["default"], "NAME": ":memory:", "OPTIONS": {}}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; guards nothing here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
