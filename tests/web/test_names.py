"""A Japanese name on an English page says that it is one, so that it is read aloud as one."""

import re
from datetime import date
from time import process_time

import pytest
from django.template import engines
from django.utils.translation import override

from accounts.models import User
from accounts.walls import as_job, within
from cases.actions.housekeeping import add_recess
from cases.templatetags.names import named


@pytest.mark.parametrize("name", ["花水木さん宅", "花岡 はな", "ヤマサキ", "𠮷田 髙"])
def test_a_japanese_name_is_marked_in_english_and_not_in_japanese(name):
    with override("en"):
        assert named(name) == f'<span lang="ja">{name}</span>'
    with override("ja"):
        assert named(name) == name


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("Recorder: 西田 (nobody on our list)", 'Recorder: <span lang="ja">西田</span> (nobody on our list)'),
        ("花岡 はな handed 3 cases to Yuki", '<span lang="ja">花岡 はな</span> handed 3 cases to Yuki'),
        ("said “猫は、元気。” twice & left", 'said “<span lang="ja">猫は、元気。</span>” twice &amp; left'),
        ("<b>花</b>", '&lt;b&gt;<span lang="ja">花</span>&lt;/b&gt;'),
    ],
)
def test_within_an_english_sentence_only_the_name_is_marked(sentence, marked):
    with override("en"):
        assert named(sentence) == marked
    with override("ja"):
        assert named(sentence) == sentence


@pytest.mark.parametrize("name", ["Hana", "", "—", "03-1234-5678"])
def test_what_is_no_japanese_name_stays_as_it_is(name):
    with override("en"):
        assert named(name) == name


@pytest.mark.parametrize("piece", ["猫の話。", "猫 0 ", "0 ", "a猫"])
def test_a_long_note_is_read_once_and_not_once_for_each_of_its_characters(piece):
    note, began = piece * 25_000 + "a", process_time()
    with override("en"):
        assert str(named(note)).count("猫") == note.count("猫")
    assert process_time() - began < 2


@pytest.mark.parametrize("engine", ["django", "quick"])
@pytest.mark.parametrize("name", ["<b>花</b>", "<i>"])
def test_a_name_stays_escaped(engine, name):
    text = "{{ name|named }}" if engine == "django" else "{{ namer()(name) }}"
    with override("en"):
        told = engines[engine].from_string(text).render({"name": name})
    assert "<b>" not in told
    assert "<i>" not in told


def test_pages_mark_the_names_of_families_and_people(world, sign_in):
    hana = sign_in(world.hana, "en")
    marked = '<span lang="ja">花水木さん宅</span>'
    for path in ("/desk/?view=all", f"/cases/{world.ken.pk}/", f"/week/{world.ken.pk}/", "/week/"):
        assert marked in hana.get(path).content.decode(), path
    assert marked in sign_in(world.yuki, "en").get("/today/").content.decode()
    assert marked not in sign_in(world.hana, "ja").get("/desk/?view=all").content.decode()


def test_deeds_notes_and_messages_mark_them_too(world, sign_in, clock):
    with as_job(world.engawa.pk):
        User.objects.filter(pk=world.sora.pk).update(name="空野 そら")
    hana = sign_in(world.hana, "en")
    hana.post(f"/cases/{world.ken.pk}/hand-over/", {"to": world.sora.pk, "why": "x", "note": "猫の話の続き"})
    page = hana.get(f"/cases/{world.ken.pk}/").content.decode()
    assert re.search(r'<span class="event">[A-Za-z ]+<span lang="ja">空野 そら</span>', page)
    kept = hana.post("/desk/filters/", {"name": "江戸川区", "conditions": "view=all"}, follow=True).content.decode()
    assert '“<span lang="ja">江戸川区</span>”' in kept


def test_what_the_office_did_marks_them_too(world, sign_in):
    with within(world.ada):
        add_recess("設立記念日", date(2026, 6, 1), date(2026, 6, 1), by=world.ada, at=world.morning)
    lately = sign_in(world.ada, "en").get("/settings/").content.decode().partition('class="lately"')[2]
    assert 'Ada added a closed period: <span lang="ja">設立記念日</span>' in lately
