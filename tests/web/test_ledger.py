"""The page of the old ledger: upload, look, bring in, mend, undo."""

import io
from functools import partial

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.walls import within
from cases.models import Case, Contact, LedgerBatch
from cases.queries.ledger.reading import Upload
from tests.ledgers import (
    AI,
    CASES,
    KEN,
    LETTER,
    NOW,
    REFUSED,
    TRIES,
    VOICE,
    intake,
    progress,
    real,
)  # fmt: skip
from tests.rules.ledger.books import excel

PAGE = "/desk/ledger/"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


def upload(client, *books):
    return client.post(PAGE, {"books": [SimpleUploadedFile(one.name, one.data) for one in books]})


def look(client, *books):
    """The address and the words of the preview."""
    answer = upload(client, *books)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.headers["Location"])
    return answer.headers["Location"], page


def newest(world):
    with within(world.hana):
        return LedgerBatch.objects.order_by("-pk").first()


def bring(client, address, page, **workers):
    fields = {"fingerprint": page.context["fingerprint"], "told": list(workers), "worker": list(workers.values())}
    return client.post(address + "bring/", fields, follow=True)


def test_the_real_books_are_looked_at_and_brought_in(world, hana):
    address, page = look(hana, *real("uketsuke.csv", "keika.csv"))
    words = page.content.decode()
    assert page.status_code == 200
    assert "取り込む（ケース60件・記録452件・変更0件）" in words
    assert "まだ何も書き込んでいません" in words
    done = bring(hana, address, page, 大栗=str(world.yuki.pk))
    assert "台帳を取り込みました" in done.content.decode()
    assert "14件は担当者が決まった状態で" in done.content.decode()
    with within(world.hana):
        assert (Case.objects.count(), Contact.objects.count()) == (61, 452)


def test_a_worker_of_the_same_name_is_chosen_already(world, hana):
    look(hana, intake(KEN.replace("大栗", "Ｙｕｋｉ")))
    assert newest(world).workers == {"Ｙｕｋｉ": str(world.yuki.pk)}


def test_a_worker_named_once_is_chosen_the_next_time(world, hana):
    address, page = look(hana, intake(KEN))
    bring(hana, address, page, 大栗=str(world.yuki.pk))
    _, page = look(hana, intake(KEN.replace("03-0000-1653", "03-0000-9999")))
    assert f'value="{world.yuki.pk}" selected' in page.content.decode()
    (row,) = page.context["changed"]
    assert [(one["ours"], one["theirs"]) for one in row["values"]] == [("03-0000-1653", "03-0000-9999")]


def test_a_worker_named_once_is_chosen_again_after_the_undo(world, hana):
    address, page = look(hana, intake(KEN))
    bring(hana, address, page, 大栗=str(world.yuki.pk))
    hana.post(address + "undo/")
    assert newest(world).state == "undone"
    _, page = look(hana, intake(KEN))
    assert f'value="{world.yuki.pk}" selected' in page.content.decode()


def test_a_preview_names_nobody_where_names_are_covered(world, hana):
    address, page = look(hana, intake(KEN))
    words = page.content.decode()
    assert all(f'class="hush">{one}' in words for one in ("髙橋 健", "タカハシ ケン", "髙橋 和子", "03-0000-1653"))
    bring(hana, address, page)
    _, page = look(hana, intake(KEN.replace("髙橋 健", "髙橋 健一")))
    assert 'class="hush">健一' in page.content.decode()


def test_names_can_be_looked_at_again_before_bringing_in(world, hana):
    address, _ = look(hana, intake(KEN))
    hana.post(address + "bring/", {"told": "大栗", "worker": world.yuki.pk, "look": "1", "fingerprint": ""})
    assert f'value="{world.yuki.pk}" selected' in hana.get(address).content.decode()
    assert newest(world).state == "previewed"


def test_sent_twice_it_is_brought_in_once(world, hana):
    address, page = look(hana, intake(KEN), progress(VOICE))
    for _ in range(2):
        assert bring(hana, address, page).status_code == 200
    with within(world.hana):
        assert Contact.objects.count() == 1


def test_what_changed_since_the_look_is_shown_once_more(world, hana):
    address, page = look(hana, intake(KEN))
    other, its_page = look(hana, intake(KEN.replace("犬あり", "猫あり")))
    bring(hana, other, its_page)
    answer = bring(hana, address, page)
    assert "もう一度確かめてから取り込んでください" in answer.content.decode()
    assert "台帳で変更" in answer.content.decode()


BROKEN = {
    "ExcelブックでもCSVファイルでもありません": b"\xd0\xcf\x11\xe0old",
    "引用符": '受付番号,本人氏名\n1,"髙橋\n'.encode(),
    "文字として読めない": "受付番号,本人氏名\n1,".encode("cp932") + b"\x81\n",
    "行がありません": b"",
}


@pytest.mark.parametrize("words", BROKEN)
def test_a_broken_file_is_told_in_words_that_say_how_to_mend_it(world, hana, words):
    answer = hana.post(PAGE, {"books": SimpleUploadedFile("daicho.csv", BROKEN[words] or b" ")})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert newest(world) is None


def test_books_that_take_longer_to_read_than_a_page_may_are_still_answered(world, hana, monkeypatch):
    look(hana, intake(KEN))
    monkeypatch.setattr("accounts.middleware.within", partial(within, seconds=-1))  # the minute of a page is over
    answer = hana.post(PAGE, {"books": SimpleUploadedFile("daicho.csv", b" ")})
    assert answer.status_code == 422
    assert "uketsuke.csv" in answer.content.decode()


def test_an_excel_book_with_no_rows_and_no_file_at_all_say_so(world, hana):
    empty = SimpleUploadedFile("empty.xlsx", excel([]))
    assert hana.post(PAGE, {"books": empty}).status_code == 422
    answer = hana.post(PAGE, {})
    assert answer.status_code == 422
    assert "ファイルを一つ以上選んでください" in answer.content.decode()


def test_a_file_that_is_too_big_is_not_taken_apart(hana, monkeypatch):
    monkeypatch.setattr("cases.rules.ledger.reading.MOST_MEGABYTES", 0)
    answer = upload(hana, intake(KEN))
    assert answer.status_code == 422


def test_a_missing_column_is_named_and_matched_again_by_hand(world, hana):
    head = CASES.replace("本人氏名", "おなまえ")
    address, page = look(hana, intake(KEN, head=head))
    words = page.content.decode()
    assert page.status_code == 200
    assert "「uketsuke」に「本人の名前」の列が見つかりません" in words
    names = head.strip().split(",")
    (sheet,) = page.context["columns"]
    told = {one["name"]: one["field"] for one in sheet["header"]} | {"おなまえ": "name"}
    fields = {"place": "0.0", "kind-0.0": "intake", "was-0.0": "intake", "name-0.0": names,
              "field-0.0": [told[name] for name in names]}  # fmt: skip
    again = hana.post(address + "columns/", fields, follow=True)
    assert again.status_code == 200
    assert "髙橋 健" in again.content.decode()


def test_a_sheet_nobody_knows_can_be_said_to_be_one(world, hana):
    address, page = look(hana, intake("x,1\n", head="あれ,これ\n"))
    assert page.status_code == 200
    assert "受付簿にも経過記録にも見えません" in page.content.decode()
    again = hana.post(address + "columns/", {"place": "0.0", "kind-0.0": "intake", "was-0.0": ""}, follow=True)
    assert "「受付番号」の列が見つかりません" in again.content.decode()


def test_a_column_can_be_left_out_by_hand(world, hana):
    address, page = look(hana, intake(KEN))
    (sheet,) = page.context["columns"]
    names = [one["name"] for one in sheet["header"]]
    kept = [
        "" if one["name"] == "備考" else "kept" if one["name"] == "住所" else one["field"] for one in sheet["header"]
    ]
    fields = {"place": "0.0", "kind-0.0": "intake", "was-0.0": "intake", "name-0.0": names, "field-0.0": kept}
    page = hana.post(address + "columns/", fields, follow=True)
    bring(hana, address, page)
    with within(world.hana):
        ken = Case.objects.select_related("person__family").get(code="A-1")
        assert (ken.person.family.approach, ken.person.family.address) == ("", "")
        assert "住所：東京都江戸川区西葛西1-2-3" in ken.ledger_note


def test_of_two_columns_of_one_name_a_choice_made_elsewhere_loses_neither(world, hana):
    head, row = CASES.replace("次回予定", "電話番号"), KEN.replace("R8.12.10", "090-0000-2222")
    address, page = look(hana, intake(row, head=head))
    (sheet,) = page.context["columns"]
    told = [(one["name"], "" if one["name"] == "備考" else one["field"]) for one in sheet["header"]]
    fields = {"place": "0.0", "kind-0.0": "intake", "was-0.0": "intake",
              "name-0.0": [name for name, _ in told], "field-0.0": [one for _, one in told]}  # fmt: skip
    bring(hana, address, hana.post(address + "columns/", fields, follow=True))
    with within(world.hana):
        ken = Case.objects.select_related("person__family").get(code="A-1")
    assert ken.person.family.phone_told == "03-0000-1653"
    assert "電話番号：090-0000-2222" in ken.ledger_note


def test_a_book_with_a_sheet_for_each_case_can_be_matched_by_hand(world, hana):
    book = openpyxl.Workbook()
    for number in range(80):
        sheet = book.create_sheet(f"A-{number}")
        for row in (f"{TRIES}{VOICE}").splitlines():
            sheet.append(row.split(","))
    written = io.BytesIO()
    book.save(written)
    address, page = look(hana, Upload(name="keika.xlsx", data=written.getvalue()))
    fields = {}
    for sheet in page.context["columns"]:
        place = sheet["place"]
        fields |= {f"kind-{place}": sheet["kind"], f"was-{place}": sheet["kind"],
                   f"name-{place}": [one["name"] for one in sheet["header"]],
                   f"field-{place}": [one["field"] for one in sheet["header"]]}  # fmt: skip
    fields["place"] = [sheet["place"] for sheet in page.context["columns"]]
    assert hana.post(address + "columns/", fields).status_code == 302
    assert len(newest(world).choices) == 80


def test_of_endless_names_of_workers_the_most_usual_are_asked_for(world, hana, monkeypatch):
    monkeypatch.setattr("cases.web.ledger.showing.MOST_WORKERS", 1)
    rows = [KEN.replace("A-1", f"B-{number}") for number in range(3)]
    address, page = look(hana, intake(*rows, AI.replace("西田", "Sora")))
    assert [told for told, _ in page.context["workers"]] == ["大栗"]
    bring(hana, address, page, 大栗=str(world.yuki.pk))
    with within(world.hana):
        assert Case.objects.get(code="A-2").lead == world.sora


def test_rows_that_stay_out_come_back_as_a_file_before_and_after(world, hana):
    bad = AI.replace("2026-05-01", "R8.2.30")
    address, page = look(hana, intake(KEN, bad), progress(REFUSED))
    assert "R8.2.30" in page.content.decode()
    assert "という日はありません" in page.content.decode()
    for place in ("0.0", "1.0"):
        file = hana.get(address + f"mend/{place}/")
        assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert file.content.decode("utf-8-sig").splitlines()[0].endswith("直すところ")
    done = bring(hana, address, page)
    assert "取り込めなかった行" in done.content.decode()
    assert "R8.2.30" in hana.get(address + "mend/0/").content.decode("utf-8-sig")
    for place in ("9", "9" * 5000):
        assert hana.get(address + f"mend/{place}/").status_code == 404


def test_both_values_are_shown_where_somebody_changed_it_here(world, hana):
    address, page = look(hana, intake(KEN))
    bring(hana, address, page)
    with within(world.hana):
        family = Case.objects.select_related("person__family").get(code="A-1").person.family
        family.approach = "犬は吠えない"
        family.save(update_fields=["approach"])
    _, page = look(hana, intake(KEN.replace("犬あり", "犬が二匹")))
    words = page.content.decode()
    assert all(one in words for one in ("犬は吠えない", "犬が二匹", "そのまま", "ここで変更あり"))
    assert "取り込めるものは、すべてもう入っています" in words


def test_one_tap_in_the_list_undoes_nothing_yet(world, hana):
    address, page = look(hana, intake(KEN))
    bring(hana, address, page)
    words = hana.get(reverse("ledger")).content.decode()
    assert f"{address}#undo" in words
    assert "undo/" not in words


def test_a_book_that_is_no_ledger_is_not_said_to_be_here_already(world, hana):
    _, page = look(hana, intake("1,2\n", head="あ,い\n"))
    assert "取り込めるものは、すべてもう入っています" not in page.content.decode()


def test_a_reading_is_undone_from_the_page_and_what_was_kept_is_named(world, hana):
    address, page = look(hana, intake(KEN, AI))
    bring(hana, address, page)
    with within(world.hana):
        ken = Case.objects.get(code="A-1")
    hana.post(reverse("case_note", args=[ken.pk]), {"text": "母から電話。"})
    done = hana.post(address + "undo/", follow=True)
    assert "この取り込みは一部を残して取り消されました" in done.content.decode()
    assert "取り込みのあと、だれかが手を加えています" in done.content.decode()
    assert "1件は、取り込みのあとに手が加えられているため残しました" in done.content.decode()
    listed = hana.get(PAGE).content.decode()
    assert "一部を残して取り消し" in listed
    assert "1件は、取り込みのあとに手が加えられているため残しました" in listed
    with within(world.hana):
        assert set(Case.objects.values_list("code", flat=True)) == {world.ken.code, "A-1"}
    again = hana.post(address + "undo/", follow=True)
    assert "もう取り消されています" in again.content.decode()


def test_what_is_gone_is_404_and_in_no_list(world, hana):
    address, page = look(hana, intake(KEN))
    bring(hana, address, page)
    with within(world.hana):
        ken = Case.objects.get(code="A-1")
    assert hana.get(reverse("case", args=[ken.pk])).status_code == 200
    hana.post(address + "undo/")
    assert hana.get(reverse("case", args=[ken.pk])).status_code == 404
    for where in ("/desk/?view=all", "/desk/?view=inquiries", "/desk/?view=closed"):
        assert str(ken.pk) not in hana.get(where).content.decode()
    assert hana.post("/find/", {"q": "A-1"}, follow=True).context["rows"] == []


def test_books_can_be_put_away(world, hana):
    address, _ = look(hana, intake(KEN))
    hana.post(address + "discard/")
    assert hana.get(address).status_code == 302
    assert newest(world).state == "discarded"
    assert "確認待ち" not in hana.get(PAGE).content.decode()


def test_the_list_says_who_brought_what_when(world, hana):
    address, page = look(hana, intake(KEN), progress(VOICE, LETTER))
    bring(hana, address, page)
    words = hana.get(PAGE).content.decode()
    assert all(
        one in words for one in ("Hana", "uketsuke.csv・keika.csv", "取り込み済み", "2026年11月25日（水） 10:00")
    )


def test_a_case_shows_what_is_kept_as_told_and_a_day_without_its_time(world, hana):
    address, page = look(hana, intake(KEN), progress(LETTER))
    bring(hana, address, page)
    with within(world.hana):
        ken = Case.objects.get(code="A-1")
    words = hana.get(reverse("case", args=[ken.pk])).content.decode()
    assert "担当：大栗" in words
    assert "2026年10月10日（土）" in words
    assert "2026年10月10日（土） 12:00" not in words


@pytest.mark.parametrize("who", ["yuki", "mio", "ada", "rin"])
def test_the_page_and_every_deed_of_it_is_404_for_others(world, sign_in, hana, who):
    address, _ = look(hana, intake(KEN))
    client = sign_in(getattr(world, who))
    if who != "rin":
        assert client.get(PAGE).status_code == 404
    assert {client.get(address + end).status_code for end in ("", "mend/0.0/")} == {404}
    assert {client.post(address + end).status_code for end in ("columns/", "bring/", "discard/", "undo/")} == {404}
    assert newest(world).state == "previewed"


def test_it_speaks_english_too(world, sign_in):
    client = sign_in(world.hana, "en")
    _, page = look(client, intake(KEN), progress(VOICE))
    assert "Import (cases 1, contacts 1, changes 0)" in page.content.decode()


def test_the_desk_leads_there(hana):
    assert PAGE in hana.get("/desk/").content.decode()


def test_a_preview_asks_the_same_few_questions_whatever_the_books_hold(hana, django_assert_max_num_queries):
    small, _ = look(hana, intake(KEN), progress(VOICE))
    large, _ = look(hana, *real("uketsuke.csv", "keika.csv"))
    for address in (small, large):
        with django_assert_max_num_queries(25):
            hana.get(address)


def test_what_no_book_holds_breaks_nothing(hana):
    address, _ = look(hana, intake(KEN))
    nul = dict.fromkeys(("place", "name-ab", "field-ab", "told", "worker"), "a\0b") | {"kind-ab": "intake"}
    for deed in ("columns/", "bring/"):
        assert hana.post(address + deed, nul | {"was-ab": "intake", "fingerprint": "\0"}).status_code == 302
