"""The phone's own words: what the button of each method says, and three phrases to begin a note with."""

from django.utils.translation import gettext_lazy as _

from cases.models.labels import Words
from cases.rules.methods import Method
from cases.rules.responses import Response

BEGIN: dict[Method, Words] = {
    Method.LETTER: _("I have sent the letter"),
    Method.PHONE: _("I have called"),
    Method.MESSAGE: _("I have sent a message"),
    Method.EMAIL: _("I have sent an e-mail"),
    Method.VISIT: _("I have arrived"),
    Method.ONLINE: _("We have begun"),
    Method.OFFICE: _("We have begun"),
    Method.ACCOMPANIMENT: _("We have met up"),
    Method.GROUP: _("We have begun"),
    Method.FAMILY_MEETING: _("We have begun"),
    Method.AGENCY_MEETING: _("We have begun"),
}
ASKED: dict[Method, Words] = {  # the question over the chips
    Method.LETTER: _("What became of the letter"),
    Method.PHONE: _("How the call went"),
    Method.MESSAGE: _("What became of the message"),
    Method.EMAIL: _("What became of the message"),
}
HOW_IT_WAS = _("How it was today")

CALM, FIVE_MINUTES, TIRED = (
    _("The voice was calm."),
    _("Talked for about five minutes."),
    _("Grew tired, so we ended early."),
)
NO_ANSWER_NEEDED, BY_FAMILY = _("Wrote that no answer is needed."), _("The family passed on the refusal.")
GAME, TEA = _("Played a game together."), _("Had tea together.")
NOT_COME = (_("Did not come today."), _("Word came beforehand."), _("We send a short word."))

Phrases = tuple[Words, Words, Words]
PHRASES: dict[Response, Phrases] = {
    Response.NO_SIGN: (_("It was quiet; no sign."), _("Left a letter at the door and went."), _("No change, says the family.")),
    Response.PRESENCE: (_("Footsteps could be heard."), _("A television or a game could be heard."), _("Something moved when we called.")),
    Response.TOOK_LETTER: (_("The last letter was gone."), _("It was taken in while we were there."), _("Keeps it in the room, says the family.")),
    Response.SOUND_OR_NOTE: (_("A knock came back."), _("A note came from under the door."), _("A short answer on paper.")),
    Response.VOICE: (_("Said “yes”."), _("A word about the weather."), CALM),
    Response.DOOR_TALK: (_("Talked about what they like."), FIVE_MINUTES, _("Asked when we come again.")),
    Response.DOOR_OPENED: (_("The door opened a little."), _("Handed something over."), _("Our eyes met for a moment.")),
    Response.FACE_TO_FACE: (_("Talked in the room."), GAME, TIRED),
    Response.CAME_OUT: (_("Came to the living room."), TEA, _("Spoke with the family too.")),
    Response.OUTSIDE_TOGETHER: (_("Walked in the neighbourhood."), _("Went to a shop together."), _("Was calm on the way back too.")),
    Response.WITH_OTHERS: (_("Spent time in the same room as others."), _("Spoke a word with someone."), _("Watched quietly.")),
    Response.BY_HIMSELF: (_("Came and went alone."), _("Told us about going out alone."), _("Decided it without help.")),
    Response.REFUSED: (_("Said “not today”; we left at once."), BY_FAMILY, _("Asked us not to come for a while.")),
    Response.NOT_HOME: (_("Nobody answered the bell."), _("The person was out."), _("Left a note in the letterbox.")),
    Response.FAMILY_ONLY: (_("Heard from the family how things are."), _("Talked over the next weeks."), _("Left a word for the person.")),
    Response.CANCELLED: (_("Called off by the family."), _("Called off by us."), _("Called off because of the weather.")),
    Response.NOT_TOLD: (_("Held as planned."), _("Agreed on who does what."), _("We talk again next month.")),
}  # fmt: skip
PHRASES_BY_METHOD: dict[Method, dict[Response, Phrases]] = {
    Method.LETTER: {
        Response.NO_SIGN: (_("A few lines about the season."), NO_ANSWER_NEEDED, _("Sent a picture postcard.")),
        Response.TOOK_LETTER: (_("It was gone in the morning, says the family."), _("It was opened, says the family."), _("Left at the door and taken in.")),
        Response.SOUND_OR_NOTE: (_("A letter came back."), _("A sticky note said “thank you”."), _("The family passed on an answer.")),
        Response.REFUSED: (_("The letter came back unopened."), BY_FAMILY, _("Asked us not to write for a while.")),
    },
    Method.PHONE: {
        Response.NO_SIGN: (_("It rang; nobody answered."), _("Left a short message."), _("I try again at another hour.")),
        Response.PRESENCE: (_("Listened without a word."), _("Breathing could be heard."), _("The family held the phone to the door.")),
        Response.VOICE: (_("Said “hello”."), _("Said “yes”."), CALM),
        Response.DOOR_TALK: (_("Talked about what they like."), FIVE_MINUTES, _("Asked when we call again.")),
        Response.REFUSED: (_("Said “please do not call”; we ended at once."), BY_FAMILY, _("Asked us not to call for a while.")),
    },
    Method.MESSAGE: {
        Response.NO_SIGN: (_("One short message."), NO_ANSWER_NEEDED, _("Sent a picture.")),
        Response.PRESENCE: (_("Read, no answer yet."), _("Read at once."), _("Read late at night.")),
        Response.SOUND_OR_NOTE: (_("A sticker came back."), _("A short answer."), _("Answered the next day.")),
        Response.DOOR_TALK: (_("Wrote about what they like."), _("Several messages back and forth."), _("Asked us a question.")),
        Response.REFUSED: (_("Asked us not to write for a while."), BY_FAMILY, _("Blocked us, as far as we can see.")),
    },
    Method.EMAIL: {
        Response.NO_SIGN: (_("One short message."), NO_ANSWER_NEEDED, _("Sent a picture.")),
        Response.SOUND_OR_NOTE: (_("A short answer."), _("Answered the next day."), _("The family passed on an answer.")),
        Response.DOOR_TALK: (_("Wrote about what they like."), _("Several messages back and forth."), _("Asked us a question.")),
        Response.REFUSED: (_("Asked us not to write for a while."), BY_FAMILY, _("Blocked us, as far as we can see.")),
    },
    Method.ONLINE: {
        Response.NO_SIGN: (_("Did not join."), _("Waited ten minutes."), _("Sent the link again.")),
        Response.PRESENCE: (_("Camera and sound were off."), _("Wrote in the chat."), _("Stayed to the end.")),
        Response.FACE_TO_FACE: (_("Talked with the camera on."), GAME, TIRED),
        Response.REFUSED: (_("Said “not today”; we ended at once."), BY_FAMILY, _("Asked us not to call for a while.")),
    },
    Method.OFFICE: {
        Response.FACE_TO_FACE: (_("Talked at the office."), TEA, TIRED),
        Response.NOT_HOME: NOT_COME,
    },
    Method.ACCOMPANIMENT: {Response.NOT_HOME: NOT_COME},
    Method.GROUP: {Response.NOT_HOME: NOT_COME},
}  # fmt: skip


def phrases_for(method: Method, response: Response) -> Phrases:
    return PHRASES_BY_METHOD.get(method, {}).get(response) or PHRASES[response]
