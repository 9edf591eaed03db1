"""`manage.py first_run`: the code with which the first visitor of an empty house founds its organisation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.timezone import now

from cases.actions.founding import cut_key


class Command(BaseCommand):
    help = "Print a one-time code for the first-run page; says nothing in a house that has an organisation."

    def handle(self, *args: Any, **options: Any) -> None:
        code = cut_key(at=now())
        if not code:
            return
        self.stdout.write("この家にはまだ団体がありません。下のページを開き、この一回限りのコードを入れてください。")
        self.stdout.write("Nobody lives here yet. Open this page and type this one-time code:")
        self.stdout.write(f"\n    {settings.SITE_URL}{reverse('first_run')}\n    {code}\n")
