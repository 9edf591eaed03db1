"""Who may sign in."""

from django.apps import AppConfig

from accounts.moments import read_moments_fast


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        read_moments_fast()
