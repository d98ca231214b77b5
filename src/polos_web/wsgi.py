"""The door through which a server calls the application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polos_web.settings.production")
application = get_wsgi_application()
