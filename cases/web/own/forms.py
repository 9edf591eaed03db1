"""The forms of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

NAMINGS = [
    ("nickname", _("The chosen nickname, such as 花水木さん宅")),
    ("code", _("The case code, which tells nobody anything")),
]


class FeedForm(forms.Form):
    naming = forms.ChoiceField(
        label=_("What a title shows"), choices=NAMINGS, initial="nickname", widget=forms.RadioSelect,
        help_text=_("A nickname that holds a name of the household gives way to the code."),
    )  # fmt: skip
