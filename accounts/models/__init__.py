"""Tables of those who may sign in."""

from accounts.models.organisation import Organisation
from accounts.models.session import Session
from accounts.models.setup import SetupCode
from accounts.models.user import User

__all__ = ["Organisation", "Session", "SetupCode", "User"]
