"""How the application runs for people."""

from polos.vocabularies import take_in
from polos_web.settings.defaults import *  # noqa: F403
from polos_web.settings.defaults import DATA_FOLDER
from polos_web.settings.secret import secret_key

# Countries and languages beyond those built in, before anything has read the lists.
take_in(DATA_FOLDER / "vocabularies")

DEBUG = False
SECRET_KEY = secret_key(DATA_FOLDER)
# In files, so that limits on attempts hold for all workers together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_FOLDER / "cache",
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR"}},
}
