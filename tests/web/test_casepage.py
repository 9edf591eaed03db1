"""One case on one page: what stands there, for whom, in which words, and what it costs."""

import re
from datetime import date, time, timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.walls import within
from cases.actions.contacting import Try, record_contact
from cases.actions.moving import pause, write_note
from cases.actions.opening import change_second, hand_over, record_inquiry
from cases.actions.planning import Going, plan
from cases.actions.undoing import take_back
from cases.actions.week import give_hour
from cases.actions.willing import hear
from cases.models import Case, Event, Person
from cases.queries.casepage import cursor, cursor_at, timeline, whole
from cases.rules.facts import Answer, Concern, Heard, PauseScope, Scope
from cases.rules.methods import Method, WithWhom
from cases.rules.responses import Response
from tests.world import sibling, told

OF_THE_FRAME = re.compile(
    r"SAVEPOINT|set_config|current_setting|accounts_session|accounts_user\"\.\"password|cases_sweep"
)


@pytest.fixture
def look(world, sign_in, time_machine):
    """The page of Ken's case as this reader sees it on the second morning."""
    time_machine.move_to(world.morning + timedelta(days=1), tick=False)

    def see(who=None, language="ja", page="case", **asked):
        client = sign_in(who or world.hana, language)
        return client.get(reverse(page, args=[world.ken.pk]), asked).content.decode()

    return see


def change_ken(world, **facts):
    with within(world.hana):
        Person.objects.filter(pk=world.ken.person_id).update(**facts)


def write(world, days, note, **more):
    at = world.morning + timedelta(days=days)
    fields = {"method": Method.VISIT, "response": Response.PRESENCE, "started_at": at} | more
    with within(world.yuki):
        return record_contact(world.ken, Try(id=uuid4(), note=note, **fields), by=world.yuki, at=at)


def test_the_name_reads_as_people_read_it(world, look):
    assert re.search(r"山﨑 健</strong>.*やまさき けん", look())
    assert re.search(r"YAMASAKI Ken</strong>.*山﨑 健", look(language="en"))


@pytest.mark.parametrize(
    ("where", "reader"), [("case", "hana"), ("case", "yuki"), ("case_why", "mio"), ("case_print", "hana")]
)
def test_what_was_agreed_of_the_next_contact_stands_with_its_hours_and_who_goes(world, look, where, reader):
    friday = Going(worker=world.yuki, second=world.sora, hour=time(14))
    assert "約束の時刻と人" not in look(getattr(world, reader), page=where)
    with within(world.hana):
        give_hour(world.ken, method=Method.VISIT, on=date(2026, 4, 10), going=friday, by=world.hana, at=world.morning)
    assert re.search("約束の時刻と人.*14:00–15:00.*Yuki・Sora", look(getattr(world, reader), page=where))


@pytest.mark.parametrize(
    ("method", "says"),
    [
        (Method.VISIT, "About when, and who goes</span> <strong>about 14:00</strong> Yuki"),
        (Method.LETTER, "Agreed</span> Yuki</p>"),
    ],
)
def test_of_a_day_accepted_without_an_hour_it_says_about_when_and_who_goes(world, look, method, says):
    with within(world.yuki):
        plan(world.ken, method=method, on=date(2026, 4, 10), by=world.yuki, at=world.morning)
    assert says in look(language="en")


@pytest.mark.parametrize(
    ("facts", "ja", "en"),
    [
        ({"birth_on": "1990-04-01"}, "1990年4月1日（36歳）", "1 Apr 1990 (36 years old)"),
        ({"birth_year": 1994}, "1994年頃（32歳くらい）", "about 1994 (about 32 years old)"),
        ({"birth_told": "38歳くらい"}, "1988年頃（38歳くらい）", "about 1988 (about 38 years old)"),
        ({"birth_told": "わからない"}, "聞き取り：わからない", "as told: わからない"),
    ],
)
def test_a_birth_is_exact_about_or_as_told(world, look, facts, ja, en):
    change_ken(world, **facts)
    assert ja in look()
    assert en in look(language="en")


def test_an_old_refusal_stands_however_much_was_said_since(world, look):
    with within(world.yuki):
        hear(world.ken, Scope.PHOTO, Answer.REFUSED, how="", by=world.yuki, at=world.morning)
        for minute in range(70):
            at = world.morning + timedelta(minutes=1 + minute)
            hear(world.ken, Scope.PHONE, Answer.AGREED, how="", by=world.yuki, at=at)
    assert re.search(r'<tr class="closed"><th scope="row">写真', look())


def test_what_comes_next_says_when_and_why(world, look):
    page = look()
    assert "支援を始めて最初の連絡です" in page or "最初" in page
    assert "この予定にする" in page
    assert "2026年4月" in page


def test_where_something_is_known_no_line_says_that_nothing_is(world, look):
    assert "まだ何も分かっていません" in look()
    with within(world.hana):
        Person.objects.filter(pk=world.ken.person_id).update(best_hours="夕方")
    assert "夕方" in look()
    assert "まだ何も分かっていません" not in look()


def test_the_place_of_the_house_is_no_e_mail_address(look):
    assert "<dt>住所</dt>" in look()


def test_days_stand_in_the_zone_of_the_organisation(world, look):
    write(world, 0, "朝の訪問", started_at=world.morning.replace(hour=0, minute=5))
    assert "2026年4月1日（水） <span>00:05</span>" in look()


def test_a_letter_speaks_its_own_words(world, look):
    write(world, 0, "", method=Method.LETTER, response=Response.NO_SIGN)
    page = look()
    assert '<span class="response">届けた</span>' in page


def test_what_differs_from_the_usual_is_said(world, look):
    write(
        world, 0, "", method=Method.PHONE, response=Response.FAMILY_ONLY, with_whom=WithWhom.RELATIVE, minutes=0,
        second=world.sora.pk, observed_by="mother", concern=Concern.FOOD,
    )  # fmt: skip
    page = look()
    assert all(words in page for words in ("相手：家族", "0分", "Soraさんと", "見た人：母", "食事"))


def test_a_correction_and_the_old_point_to_each_other(world, look):
    old = write(world, 0, "古い記録")
    new = write(world, 0.1, "新しい記録", corrects=old.pk, started_at=old.started_at)
    page = look()
    assert f'href="#e-{new.pk}"' in page
    assert f'href="#e-{old.pk}"' in page
    assert "古い記録" in page
    assert page.count("?corrects=") == 1


def test_a_correction_far_away_leads_to_its_own_page(world, look):
    old = write(world, 0, "古い記録")
    new = write(world, 0.1, "日付の訂正", corrects=old.pk, started_at=world.morning - timedelta(days=400))
    for day in range(60):
        write(world, 0.2, "", started_at=world.morning - timedelta(days=day + 1))
    page = look()
    link = re.search(rf'href="\?before=([^"]+)#e-{new.pk}"', page)
    assert link is not None
    with within(world.hana):
        at = cursor(cursor_at(new.started_at))
        assert timeline(world.ken, before=at).entries[0].key == new.pk


def test_the_history_goes_on_older_and_comes_back_to_the_newest(world, look):
    for day in range(60):
        write(world, 0.2, f"記録{day}番", started_at=world.morning - timedelta(days=day + 1))
    first = look()
    before = unquote(re.search(r'rel="next" href="\?before=([^"#]+)', first)[1])
    second = look(before=before)
    assert "記録0番" in first
    assert "記録59番" not in first
    assert "記録59番" in second
    assert "最新へ戻る" in second
    assert "記録0番" not in second


@pytest.mark.parametrize("size", [1, 2, 7, 50])
def test_every_line_stands_once_whatever_the_size_of_a_page(world, size):
    for _ in range(5):
        write(world, 0.5, "同じ時刻")
    with within(world.hana):
        keys = [entry.key for entry in whole(world.ken, most=1000, size=size)]
        assert len(keys) == len(set(keys)) == 7
        assert [entry.key for entry in whole(world.ken, most=3, size=size)] == keys[:3]


NO_MOMENTS = [f"{told}~{'0' * 32}" for told in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59")]


@pytest.mark.parametrize("told", ["", "x", "2026-04-01~x", "~", "2026-04-01T00:00:00~" + "0" * 32, *NO_MOMENTS])
def test_an_unreadable_cursor_is_the_newest_page(world, look, told):
    assert "相談を受け付けました" in look(before=told)


def test_a_refusal_is_prominent_and_what_is_not_heard_is_no_yes(world, look):
    with within(world.yuki):
        for scope, answer in ((Scope.LETTER, Answer.NOT_REFUSED), (Scope.VISIT, Answer.REFUSED)):
            hear(
                world.ken, scope, answer, how="扉ごしに", way=Heard.SPOKEN, by=world.yuki,
                at=world.morning + timedelta(hours=1),
            )  # fmt: skip
    page = look()
    assert page.index('<tr class="closed"') < page.index("（同意ではありません）")
    assert "本人が断った方法" in page
    assert "まだ聞いていないこと" in page


def test_a_rest_says_who_rests_since_when_and_why(world, look):
    with within(world.hana):
        pause(world.ken, PauseScope.FAMILY, reason="祖母の入院", until=None, by=world.hana, at=world.morning)
    page = look()
    assert "祖母の入院" in page
    assert "休止を終える" in page
    assert "予定はありません" in page


def test_the_team_with_its_notes_and_the_familys_phones(world, look):
    with within(world.hana):
        change_second(world.ken, world.sora, why="二人で", by=world.hana, at=world.morning)
        hand_over(world.ken, world.sora, note="猫の話から", why="異動", by=world.hana, at=world.morning)
    page = look()
    assert "猫の話から" in page
    assert 'href="tel:+81470000001"' in page


def test_brothers_and_sisters_stand_beside_but_not_for_who_has_only_one(world, look):
    with within(world.hana):
        other = record_inquiry(told(given_name="光"), by=world.hana, at=world.morning)
        other.person.family = world.ken.person.family
        other.person.save(update_fields=["family"])
    assert other.code in look()
    assert other.code not in look(world.yuki)


def test_the_manager_reads_and_does_nothing(world, look):
    write(world, 0, "記録")
    page = look(world.mio)
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert not re.search(r"/(contact|plan|move|note|consent|close|pause)/", main)


def test_a_closed_case_offers_to_be_reopened_and_no_contact(world, look, sign_in):
    sign_in(world.hana).post(reverse("case_close", args=[world.ken.pk]), {"reason": "ibasho"})
    main = look().split("<main")[1]
    assert reverse("case_reopen", args=[world.ken.pk]) in main
    assert reverse("case_contact", args=[world.ken.pk]) not in main


def test_two_contacts_that_show_it_suggest_the_next_stage_and_move_nothing(world, look):
    for days in (0, 0.5):
        write(world, days, "", response=Response.DOOR_OPENED)
    assert "最近の記録に「対面」" in look()
    assert world.see_ken().stage == "door"


def test_letters_ask_for_no_response_and_no_contact_is_said_to_show_it(world, sign_in):
    with within(world.hana):
        Case.objects.filter(pk=world.ken.pk).update(stage="preparation")
    page = sign_in(world.hana, "en").get(reverse("case_move", args=[world.ken.pk])).content.decode()
    assert "Asks for no response before." in page
    assert "A contact since this stage began shows it." not in page


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in queries if not OF_THE_FRAME.search(one["sql"])]


@pytest.mark.parametrize("who", ["hana", "yuki", "mio"])
def test_it_costs_ten_queries_for_one_line_and_for_many(world, sign_in, who):
    client, address = sign_in(getattr(world, who)), reverse("case", args=[world.ken.pk])
    client.get(address)
    before = count(client, address)
    for place in range(30):
        write(world, 0.01 * place, "x", second=world.sora.pk)
    with within(world.hana):
        for _ in range(10):
            write_note(world.ken, "メモ", by=world.hana, at=world.morning)
    after = count(client, address)
    assert len(before) == len(after) <= 10, after


def test_the_paper_has_the_whole_history_one_way_of_writing_days_and_a_button(world, look):
    for day in range(230):
        write(world, 0.2, f"記録{day}番。", started_at=world.morning - timedelta(days=day + 1))
    page = look(page="case_print")
    assert "記録229番。" in page
    assert "2026年4月2日（木） 印刷" in page
    assert not re.search("令和|平成|昭和", page)
    assert "部外秘" in page
    assert "data-print" in page
    english = look(page="case_print", language="en")
    assert "Printed on Thu 2 Apr 2026" in english


def test_an_english_page_speaks_english_between_the_words_too(world, look):
    change_ken(world, triggers=["covid", "workplace"])
    world.record(Response.VOICE)
    with within(world.hana):
        for scope in (Scope.LETTER, Scope.VISIT):
            hear(world.ken, scope, Answer.REFUSED, how="", way=Heard.SPOKEN, by=world.hana, at=world.morning)
        pause(world.ken, PauseScope.CASE, reason="A rest", until=None, by=world.hana, at=world.morning)
    for page in ("case", "case_print"):
        shown = re.sub(r"<title>.*</title>|<script.*?</script>|<style.*?</style>", "", look(language="en", page=page))
        assert "・" not in shown
        assert "Wed 1 Apr 2026" in shown
        assert re.findall(r"\d+ (?:April|Apr) 2026 \(|April \d|\d April", shown) == []
    assert "Letter, Visit" in look(language="en")


def test_an_inquiry_says_in_a_line_what_comes_next_and_shows_no_empty_boxes(world, sign_in):
    with within(world.hana):
        asked = record_inquiry(told(), by=world.hana, at=world.morning)
    page = sign_in(world.hana).get(reverse("case", args=[asked.pk])).content.decode()
    assert "最初の連絡の予定はその場で決まります" in page
    assert all(part not in page for part in ('id="next"', 'id="approach"', "予定はありません"))
    with within(world.hana):
        Person.objects.filter(pk=asked.person_id).update(never_talk_about="仕事の話")
    page = sign_in(world.hana).get(reverse("case", args=[asked.pk])).content.decode()
    assert 'id="approach"' in page


def test_a_hand_over_that_was_taken_back_is_struck_and_its_undoing_says_so(world, look):
    at = world.morning + timedelta(hours=1)
    with within(world.hana):
        hand_over(world.ken, world.sora, note="", why="異動", by=world.hana, at=at)
        done = Event.objects.get(what="case.handed_over")
        take_back(world.ken, done, by=world.hana, at=at + timedelta(minutes=2))
        hand_over(world.ken, world.sora, note="", why="異動", by=world.hana, at=at + timedelta(minutes=5))
    history = look().split('class="history"')[1]
    lines = [line for line in history.split("<li") if "引き継" in line]
    assert ["struck" in line and "取り消し済み" in line for line in lines] == [False, False, True]
    assert "引き継ぎを取り消しました（主担当はYukiさんに戻りました）" in lines[1]


def test_the_form_of_a_rest_says_what_each_of_its_kinds_means(look):
    page = look(page="case_pause")
    for words in ("本人：今は会わないと", "このケース：家族や当団体の都合で", "家族全体：きょうだいを含め"):
        assert words in page


def test_a_brother_or_sister_is_shown_to_whoever_may_see_that_case(world, look):
    light = sibling(world, world.sora)
    assert (light.code in look(world.hana), light.code in look(world.mio)) == (True, True)
    assert light.code not in look(world.yuki)
    with within(world.hana):
        change_second(light, world.yuki, why="", by=world.hana, at=world.morning)
    assert light.code in look(world.yuki)
