from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.walls import within
from cases.actions.opening import record_inquiry
from cases.models import Case, Draft
from tests.world import told

CALL = {"nickname": "若竹さん宅", "relationship": "mother", "sex": "unknown", "outing": "unknown",
        "referral": "family", "basis": "unknown"}  # fmt: skip


def test_a_call_becomes_a_case_and_a_double_submit_the_same_one(world, sign_in):
    client, fields = (
        sign_in(world.hana),
        CALL | {"id": uuid4(), "phone_told": "０９０ー０００ー１２３４", "family_name": "髙橋"},
    )
    first, second = client.post("/desk/intake/", fields), client.post("/desk/intake/", fields)
    assert first.headers["Location"] == second.headers["Location"]
    with within(world.hana):
        assert Case.objects.get(pk=fields["id"]).person.family_name == "髙橋"


def test_a_form_without_a_nickname_says_so_and_keeps_the_rest(world, sign_in):
    answer = sign_in(world.hana).post(
        "/desk/intake/", CALL | {"id": uuid4(), "nickname": "", "onset_told": "高2の秋から"}
    )
    assert answer.status_code == 422
    assert "高2の秋から" in answer.content.decode()


def test_half_a_form_waits_for_its_writer_alone(world, sign_in):
    sign_in(world.hana).post("/desk/intake/draft/", {"nickname": "朝顔さん宅", "triggers": ["covid", "exam"]})
    assert "朝顔さん宅" in sign_in(world.hana).get("/desk/intake/").content.decode()
    with within(world.rin):
        assert not Draft.objects.exists()


def test_the_case_is_opened_with_a_worker_and_planned_at_once(world, sign_in):
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
    fields = {"coordinator": world.hana.pk, "lead": world.sora.pk, "stage": "letter"}
    sign_in(world.hana).post(reverse("case_open", args=[case.pk]), fields)
    with within(world.sora):
        opened = Case.objects.get(pk=case.pk)
        assert (opened.standing, opened.next_method, opened.next_reason) == ("open", "letter", "first")


def test_the_box_finds_by_kanji_kana_nickname_and_code(world, sign_in):
    client = sign_in(world.hana)
    for text in ("山﨑", "やまさき", "花水木", world.ken.code):
        assert "花水木さん宅" in client.get("/find/", {"q": text}).content.decode(), text


def test_the_box_finds_nothing_next_door(world, sign_in):
    assert "花水木さん宅" not in sign_in(world.rin).get("/find/", {"q": "花水木"}).content.decode()


def count(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_lists_cost_the_same_for_one_and_for_many(world, sign_in):
    client = sign_in(world.hana)
    client.get("/desk/")  # the first page of a session notes when it was seen
    before = {path: count(client, path) for path in ("/desk/", "/board/", "/today/")}
    with within(world.hana):
        for _ in range(12):
            record_inquiry(told(), by=world.hana, at=world.morning)
    assert before == {path: count(client, path) for path in before}
