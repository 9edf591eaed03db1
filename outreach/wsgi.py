"""The web's entrance."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from outreach.garbage import set_apart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 (reads the addresses, and with them every view)
set_apart()
