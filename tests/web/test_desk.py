import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.walls import within
from cases.actions.opening import record_inquiry
from cases.models import Case, Person, SavedFilter
from cases.queries import desk
from tests.world import told


def test_the_case_is_opened_with_a_worker_and_planned_at_once(world, sign_in):
    with within(world.hana):
        case = record_inquiry(told(), by=world.hana, at=world.morning)
    fields = {"coordinator": world.hana.pk, "lead": world.sora.pk, "stage": "letter"}
    sign_in(world.hana).post(reverse("case_open", args=[case.pk]), fields)
    with within(world.sora):
        opened = Case.objects.get(pk=case.pk)
        assert (opened.standing, opened.next_method, opened.next_reason) == ("open", "letter", "first")


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


def names(answer):
    return [row.nickname for row in answer.context["rows"]]


@pytest.fixture
def street(world):
    """Three families more, known by their readings and not yet told anything else."""
    with within(world.hana):
        for nickname, kana in (("藤", "いとう"), ("桜", "さとう"), ("萩", "")):
            call = told(family_name=nickname, family_kana=kana, given_name="", given_kana="")
            call.family["nickname"] = nickname
            record_inquiry(call, by=world.hana, at=world.morning)


def test_by_reading_the_list_stands_in_the_order_of_the_fifty_sounds(world, sign_in, street):
    client = sign_in(world.hana)
    assert names(client.get("/desk/?order=kana")) == ["萩", "藤", "桜", "花水木さん宅"]
    assert names(client.get("/desk/?order=kana&row=さ")) == ["桜", "花水木さん宅"]
    assert names(client.get("/desk/?order=kana&row=その他")) == ["萩"]


def test_by_the_next_contact_what_has_none_comes_last(world, sign_in, street):
    assert names(sign_in(world.hana).get("/desk/?order=due"))[0] == "花水木さん宅"


@pytest.mark.parametrize("order", ["new", "kana", "due"])
def test_no_order_loses_or_repeats_anybody_between_pages(world, sign_in, street, monkeypatch, order):
    monkeypatch.setattr(desk, "PAGE", 2)
    client, seen, address = sign_in(world.hana), [], f"/desk/?order={order}"
    while address:
        answer = client.get(address)
        seen += names(answer)
        address = answer.context["older"] and f"/desk/{answer.context['older']}"
    assert sorted(seen) == sorted(["萩", "藤", "桜", "花水木さん宅"])


@pytest.mark.parametrize(
    "wild", ["order=wild", "row=x&order=kana", "after=x~y", "order=due&after=x~y", "worker=1", "stage=x"]
)
def test_what_the_address_cannot_mean_is_left_out(world, sign_in, street, wild):
    assert len(names(sign_in(world.hana).get(f"/desk/?{wild}"))) == 4


def test_the_list_is_narrowed_by_worker_coordinator_and_municipality(world, sign_in, street):
    client = sign_in(world.hana)
    assert names(client.get(f"/desk/?worker={world.yuki.pk}")) == ["花水木さん宅"]
    assert len(names(client.get(f"/desk/?coordinator={world.hana.pk}&municipality=浦安"))) == 4
    assert names(client.get("/desk/?municipality=川崎市")) == []


def test_conditions_are_kept_under_a_name_for_their_owner_alone(world, sign_in):
    client = sign_in(world.hana)
    client.post("/desk/filters/", {"name": "ドアの前", "conditions": "view=all&stage=door&bad=1"})
    page = client.get("/desk/").content.decode()
    assert 'href="?view=all&amp;stage=door"' in page
    assert "ドアの前" not in sign_in(world.mio).get("/desk/").content.decode()
    with within(world.hana):
        kept = SavedFilter.objects.get()
    assert sign_in(world.mio).post(reverse("filter_drop", args=[kept.pk])).status_code == 404
    assert client.post(reverse("filter_drop", args=[kept.pk])).status_code == 302
    assert "ドアの前" not in client.get("/desk/").content.decode().split("notes")[-1].split("</ul>", 1)[-1]


def test_a_place_of_forty_signs_can_be_kept_among_all_other_conditions(world, sign_in):
    client, place = sign_in(world.hana), "字" * 40
    told = f"view=overdue&stage=outside&order=kana&row=ア&municipality={place}"
    told += f"&worker={world.yuki.pk}&coordinator={world.hana.pk}&ledger={world.hana.pk}"
    sent = client.get(f"/desk/?{told}").context["query"]
    assert client.post("/desk/filters/", {"name": "字", "conditions": sent}).status_code == 302
    with within(world.hana):
        assert SavedFilter.objects.get().query.count("%E5%AD%97") == 40


def test_conditions_without_a_name_are_asked_for_one(world, sign_in):
    answer = sign_in(world.hana).post("/desk/filters/", {"name": "", "conditions": "view=all"})
    assert answer.status_code == 422


def test_a_key_too_long_to_read_still_sorts(world, sign_in):
    with within(world.hana):
        Person.objects.filter(pk=world.ken.person_id).update(sort_key="ヤ" * 120)
    assert names(sign_in(world.hana).get("/desk/?order=kana&row=や")) == ["花水木さん宅"]


@pytest.mark.parametrize("told", ["x", "2026-01-01", "2026-01-01T00:00:00", "0001-01-01T00:00:00+23:59"])
def test_a_place_in_the_list_that_cannot_be_read_is_its_beginning(world, sign_in, told):
    page = sign_in(world.hana).get("/desk/", {"order": "due", "after": f"{told}~{'0' * 32}"})
    assert page.status_code == 200
    assert "花水木さん宅" in page.content.decode()
