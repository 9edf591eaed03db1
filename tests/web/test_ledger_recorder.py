"""Who wrote the visits of an old ledger."""

import re
from uuid import uuid4

from django.urls import reverse

from tests.ledgers import (
    AI,
    KEN,
    LETTER,
    REFUSED,
    VOICE,
    case,
    contacts,
    intake,
    progress,
    read,
)  # fmt: skip


def test_whoever_brings_a_ledger_is_never_credited_with_the_visits_in_it(world, sign_in):
    read(world, intake(KEN, AI), progress(VOICE, LETTER, REFUSED, "A-1,2026-10-11,,電話,本人,応答なし,,,\n"),
         workers={"大栗": world.yuki})  # fmt: skip
    client = sign_in(world.hana)
    ken, ai = (client.get(reverse("case", args=[case(world, code).pk])).content.decode() for code in ("A-1", "A-2"))
    history = {page: page.split('class="timeline"')[1] for page in (ken, ai)}
    assert re.findall(r"<small>(.*?)</small>", history[ken]).count("Yuki") >= 2
    assert "記録者：記載なし" in history[ken]
    assert "記録者：西田（名簿にない人）" in history[ai]
    assert "記録者：西田（名簿にない人）" in ai.split('aria-labelledby="will"')[1].split("</section>")[0]
    tries = [line for line in re.split("<li", history[ai]) if "断られた" in line or "西田" in line]
    assert tries
    assert not any("Hana" in line for line in tries)


def test_a_correction_of_a_brought_contact_keeps_its_recorder_and_says_who_corrected(world, sign_in):
    read(world, intake(AI), progress(REFUSED))
    old = contacts(world, "A-2")[0]
    client = sign_in(world.hana)
    page = client.get(reverse("case_contact", args=[old.case_id]), {"corrects": old.pk})
    assert "西田（名簿にない人）" in page.content.decode()
    typed = {"id": uuid4(), "corrects": old.pk, "method": "visit", "response": "refused", "with_whom": "person",
             "concern": "none", "on": "2026-10-12", "note": "「帰れ」と一度だけ", "despite": "on"}  # fmt: skip
    assert client.post(reverse("case_contact", args=[old.case_id]), typed).status_code == 302
    newer = next(one for one in contacts(world, "A-2") if one.corrects_id)
    assert (newer.corrects_id, newer.worker, newer.recorder_told) == (old.pk, None, "西田")
    page = client.get(reverse("case", args=[old.case_id])).content.decode()
    assert all(part in page for part in ("記録者：西田（名簿にない人）", "訂正：Hana"))


def test_the_first_plan_of_an_old_case_says_since_when_it_was_due(world, sign_in):
    late = KEN.replace("R8.12.10", "")
    read(world, intake(late), progress(VOICE), workers={"大栗": world.yuki})
    page = sign_in(world.hana).get(reverse("case", args=[case(world, "A-1").pk])).content.decode()
    assert "本来は2026年10月10日（土）の予定でした。" in page.split('class="why"')[1].split("</p>")[0]
