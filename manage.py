#!/usr/bin/env python
"""Hitokoe's command line."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import Error

from outreach.engine.__main__ import main
from outreach.wrong_key import SENTENCE, is_wrong_key

# These speak to the database; where the house has its own, they bring it up for as long as they run.
BESIDE_THE_SERVERS = {"backup", "bench", "demo", "found", "import_ledger", "prepare", "restore", "sweep", "town"}

if __name__ == "__main__":
    if set(sys.argv[1:2]) & BESIDE_THE_SERVERS and not os.environ.get("DATABASE_URL"):
        made = [] if sys.argv[1] in {"prepare", "restore"} else ["--prepared"]
        sys.exit(main(["run", *made, "--", sys.executable, *sys.argv]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outreach.settings")
    try:
        execute_from_command_line(sys.argv)
    except Error as failure:
        if not is_wrong_key(failure):
            raise
        sys.exit(SENTENCE)
