"""What the compiled templates place is escaped, as everywhere."""

from uuid import uuid4

from django.urls import reverse

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.contacting import Try, record_contact
from cases.models import Case, Family
from cases.rules.methods import Method
from cases.rules.responses import Response

EVIL = '<b id="evil">"\'&'


def test_no_name_or_note_becomes_markup_on_any_list(world, sign_in):
    with within(world.yuki):
        record_contact(
            world.ken,
            Try(id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=world.morning, note=EVIL + "\n2"),
            by=world.yuki,
            at=world.morning,
        )
    with as_job(world.engawa.pk):
        Family.objects.update(nickname=EVIL)
        User.objects.filter(pk=world.yuki.pk).update(name=EVIL)
        Case.objects.update(code=EVIL[:20])
    pages = {
        world.hana: ["/desk/", reverse("case", args=[world.ken.pk])],
        world.mio: ["/board/"],
        world.yuki: ["/today/", "/desk/"],
    }
    for who, paths in pages.items():
        for path in paths:
            html = sign_in(who).get(path).content.decode()
            assert "<b id=" not in html, path
            assert "&lt;b id=" in html, path


def test_a_note_keeps_its_lines(world, sign_in):
    with within(world.yuki):
        told = Try(id=uuid4(), method=Method.VISIT, response=Response.VOICE, started_at=world.morning, note="1\n2")
        record_contact(world.ken, told, by=world.yuki, at=world.morning)
    assert "1<br>2" in sign_in(world.hana).get(reverse("case", args=[world.ken.pk])).content.decode()
