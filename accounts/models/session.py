from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from accounts.models.user import User


class Session(AbstractBaseSession):
    """A signed-in browser; its owner or an administrator can end it from elsewhere."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
