from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.tenancy import Erasable, Walled, one_of, within_walls
from cases.rules.facts import Relationship


class Family(Erasable):
    """A household that asked for help; a client too."""

    # The chosen nickname stands on lists and phones, so a glance on a train reveals nobody.
    nickname = models.CharField(_("Nickname for lists and phones"), max_length=40)
    # Nobody can guess how a chosen name is read, and the search box should find it in kana and romaji too.
    nickname_kana = models.CharField(_("Nickname, reading"), max_length=60, blank=True, default="", db_default="")
    postal_code = models.CharField(_("Postal code"), max_length=7, blank=True)
    prefecture = models.CharField(_("Prefecture"), max_length=8, blank=True)
    municipality = models.CharField(_("Municipality"), max_length=40, blank=True)
    address = models.CharField(_("Street and building"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)  # E.164 where it can be read
    phone_told = models.CharField(_("Phone, as people write it"), max_length=60, blank=True)
    approach = models.TextField(_("How to approach the house"), blank=True)
    language = models.CharField(_("Language"), max_length=2, default="ja")
    version = models.PositiveIntegerField(default=1)  # of the family and its relatives together

    class Meta:
        constraints = [within_walls("family")]

    def __str__(self) -> str:
        return self.nickname


class Relative(Walled):
    """A member of the family; what each one told has its own readers."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="relatives", db_constraint=False, db_index=False)
    name = models.CharField(_("Name"), max_length=80, blank=True)
    kana = models.CharField(_("Reading"), max_length=80, blank=True)
    relationship = models.CharField(_("Relation to the person"), max_length=24, default=Relationship.UNKNOWN)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    phone_told = models.CharField(_("Phone, as people write it"), max_length=60, blank=True)
    is_caller = models.BooleanField(_("Called us"), default=False)
    is_key_contact = models.BooleanField(_("Key contact"), default=False)
    lives_with = models.BooleanField(_("Lives with the person"), null=True)
    pays = models.BooleanField(_("Pays"), default=False)
    health = models.TextField(_("Health"), blank=True)
    may_be_told = models.TextField(_("What may be told"), blank=True)
    is_past = models.BooleanField(_("No longer part of this family"), default=False)  # kept, and no more offered

    class Meta:
        constraints = [within_walls("relative"), one_of(Relationship, "relationship", "relative_relationship_known")]
        indexes = [models.Index(fields=["organisation", "family"], name="relative_of_family")]  # case page

    def __str__(self) -> str:
        return self.name or self.relationship
