"""A Japanese name on an English page says that it is one, so that it is read aloud as one."""

import pytest
from django.template import engines
from django.utils.translation import override

from cases.templatetags.names import named


@pytest.mark.parametrize("name", ["花水木さん宅", "花岡 はな", "ヤマサキ", "𠮷田 髙"])
def test_a_japanese_name_is_marked_in_english_and_not_in_japanese(name):
    with override("en"):
        assert named(name) == f'<span lang="ja">{name}</span>'
    with override("ja"):
        assert named(name) == name


@pytest.mark.parametrize("name", ["Hana", "", "—", "Recorder: 西田 (nobody on our list)", "03-1234-5678"])
def test_what_is_no_japanese_name_stays_as_it_is(name):
    with override("en"):
        assert named(name) == name


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
