"""What does not fit where it is kept is told beside its field, and nothing typed is lost."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.walls import within

WHOLE = "マリア アパレシーダ デ ソウザ ゴンサウヴェス ナカムラ ダ シルヴァ サントス"
SIX_IN_ONE = "\u3316"  # ㌖, which is kept as the six kana of a kilometre


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ({"relationship": "self", "caller_name": WHOLE}, "family_name"),
        ({"relationship": "self", "caller_name": "マリア", "caller_kana": WHOLE * 2}, "caller_kana"),
        ({"relationship": "self", "caller_name": "マリア", "caller_kana": WHOLE[:20] + " " + "ア" * 59}, "family_kana"),
        ({"family_kana": SIX_IN_ONE * 11}, "family_kana"),
        ({"nickname_kana": SIX_IN_ONE * 11}, "nickname_kana"),
        ({"relatives-TOTAL_FORMS": "1", "relatives-0-name": "母", "relatives-0-kana": SIX_IN_ONE * 14}, "relatives"),
    ],
)
def test_a_call_comes_back_with_what_is_too_long(call, typed, beside):
    answer, case = call(**typed)
    assert (answer.status_code, case) == (422, None)
    form, rows = answer.context["form"], answer.context["rows"]
    assert beside in form.errors or any("kana" in one for one in rows.errors)
    assert all(words in answer.content.decode() for words in typed.values() if words not in ("self", "1"))


def test_who_calls_for_himself_with_a_long_name_writes_it_apart(call):
    told = {"relationship": "self", "caller_name": WHOLE, "family_name": "サントス", "given_name": "マリア"}
    _, case = call(**told)
    assert case.person.full_name == "サントス マリア"


@pytest.mark.parametrize(
    ("name", "typed"), [("kana", SIX_IN_ONE * 14), ("email", "a" * 200 + "@" + "b" * 55 + ".example.org")]
)
def test_a_colleague_comes_back_with_what_is_too_long(world, sign_in, name, typed):
    asked = {"name": "Nao", "email": "nao@example.org", "role": "worker", "language": "ja", name: typed}
    for page in (reverse("people"), reverse("person", args=[world.yuki.pk])):
        answer = sign_in(world.ada).post(page, asked)
        assert (answer.status_code, name in answer.context["form"].errors) == (422, True)
        assert typed in answer.content.decode()
    with within(world.ada):
        assert not User.objects.filter(name="Nao").exists()
