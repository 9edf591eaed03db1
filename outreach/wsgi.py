"""The web's entrance."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings")
application = get_wsgi_application()
# What is loaded at the start is never garbage. Unless it is set apart, each full search for garbage goes through all of
# it, and whoever's page is being made then waits: some 50 ms where a page takes 15.
get_resolver().url_patterns  # noqa: B018 (reads the addresses, and with them every view)
gc.collect()
gc.freeze()
