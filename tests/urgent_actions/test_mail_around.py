"""What a mail puts around a text is not read, is named, and takes nothing of the text along."""

import pytest

from petitions.urgent_actions.parse import parse
from petitions.urgent_actions.readers.labels import labels_of
from petitions.urgent_actions.readers.mail import around
from petitions.urgent_actions.readers.text import fold

ACTION = """\
URGENT ACTION
PLUMBER HELD WITHOUT CHARGE
UA 61/21 Index: EUR 57/4170/2021 Norland 28 May 2021

The plumber Ida Rask was taken from her workshop on 3 May.

PLEASE WRITE IMMEDIATELY:
- Calling on the authorities to release Ida Rask at once;
- Urging them to let her see a lawyer.

PLEASE SEND APPEALS BEFORE 9 JULY 2021 TO:
Minister of Justice
Mr Tor Lien
Storgata 4
0184 Oslo, Norway
Fax: +47 22 24 95 40
Email: tor@justice.example
Salutation: Dear Minister
"""
LETTER = """\
Dear Minister Lien,

I am writing about Ida Rask, a plumber, whom the police took from her workshop on 3 May.

I urge you to release her at once. I ask you to let her see a lawyer of her own choice.

Yours sincerely,
"""
ANNA = "Anna Berg\nTel: +44 20 7946 0811\nanna@group.example\n"
NOTE = f"Dear group,\nplease act on this before Friday.\n{ANNA}\n"
SIGNATURE = f"\n-- \n{ANNA}"
BERG = "Anna Berg <anna@group.example>"
TALK = "We spoke of many things.\n" * 40
HEADS = {
    "en": f"On Wed, 2 Jun 2021 at 08:12, {BERG} wrote:\n",
    "de": "Am Mi., 2. Juni 2021 um 08:12 Uhr schrieb Anna Berg <\nanna@group.example>:\n",
    "fr": f"Le mer. 2 juin 2021 à 08:12, {BERG} a écrit :\n",
    "es": f"El mié, 2 jun 2021 a las 08:12, {BERG} escribió:\n",
    "pl": f"śr., 2 cze 2021 o 08:12 {BERG} napisał(a):\n",
    "nl": f"Op wo 2 jun. 2021 om 08:12 schreef {BERG}:\n",
    "it": f"Il giorno mer 2 giu 2021 alle ore 08:12 {BERG} ha scritto:\n",
    "pt": f"Em qua., 2 de jun. de 2021 às 08:12, {BERG} escreveu:\n",
    "outlook": "-----Original Message-----\nFrom: Anna Berg\nSent: 2 June 2021\nSubject: Fwd: UA\n",
    "outlook, de": f"Von: {BERG}\nGesendet: Mittwoch, 2. Juni 2021\nAn: Gruppe\nBetreff: WG: UA\n",
    "outlook, fr": f"De : {BERG}\nEnvoyé : mercredi 2 juin 2021\nÀ : tous\nObjet : TR: UA\n",
    "outlook, pl": f"Od: {BERG}\nWysłano: środa, 2 czerwca 2021\nDo: grupa\nTemat: UA\n",
    "outlook, nl": f"Van: {BERG}\nVerzonden: woensdag 2 juni 2021\nAan: groep\nOnderwerp: UA\n",
    "outlook, it": f"Da: {BERG}\nInviato: mercoledì 2 giugno 2021\nA: gruppo\nOggetto: UA\n",
    "outlook, pt": f"De: {BERG}\nEnviado: quarta-feira\nPara: grupo\nAssunto: UA\n",
    "outlook, es": f"De: {BERG}\nEnviado el: miércoles\nPara: grupo\nAsunto: UA\n",
    "gmail": f"---------- Forwarded message ---------\nFrom: {BERG}\nDate: 2 June 2021\nTo: us\n",
    "apple": f"Begin forwarded message:\n\nFrom: {BERG}\nSubject: UA\nDate: 2 June 2021\n",
    "bold": f"*From:* {BERG}\n*Sent:* Wednesday\n*To:* us\n*Subject:* UA\n",
    "thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \tUA\nVon: \tAnna\n",
}
SAID = ("ua_number", "index_number", "title", "country", "issued", "deadline", "demands")
SAID += ("targets", "copies_to", "story", "language")
ALONE = parse(ACTION)


def quoted(text, marks="> "):
    return "".join(f"{marks}{line}".rstrip() + "\n" for line in text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        *(f"{NOTE}{head}\n{ACTION}{SIGNATURE}" for head in HEADS.values()),
        *(f"{NOTE}{head}\n{quoted(ACTION)}" for head in HEADS.values()),
        f"{NOTE}{TALK}\n{HEADS['en']}\n{quoted(ACTION)}",
        quoted(ACTION),
        quoted(ACTION, "> > "),
        NOTE + ACTION,
        ACTION + SIGNATURE,
        f"{HEADS['gmail']}\n{ACTION}\n{ANNA}",
        f"{NOTE}{HEADS['en']}\n{quoted(ACTION)}>\n{quoted(ANNA)}",
        ACTION + SIGNATURE.replace("-- ", "--"),
        f"{SIGNATURE}\n{ACTION}",
        f"{NOTE}{SIGNATURE}\n{HEADS['gmail']}\n{ACTION}",
        f"{NOTE}{HEADS['gmail']}\n{NOTE}{HEADS['outlook']}\n{ACTION}{SIGNATURE}",
        f"{ACTION}\n{HEADS['en']}\n{quoted(NOTE)}",
        f"{NOTE}{HEADS['gmail']}\n{ACTION}".replace("\n", "\r\n"),
    ],
)
def test_an_action_says_the_same_whatever_mail_it_came_in(text):
    action = parse(text)
    assert {name: getattr(action, name) for name in SAID} == {
        name: getattr(ALONE, name) for name in SAID
    }
    is_named = any(question.about == "left-out" for question in action.questions)
    assert is_named == ("Anna" in text)
    assert all(line in action.text for line in ANNA.splitlines() if line in text)


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_letter_without_labels_is_found_as_well(head):
    action = parse(f"{NOTE}{head}\n{LETTER}{SIGNATURE}", anyway=True)
    assert len(action.demands) == 2
    assert "0811" not in str([action.targets, action.copies_to, action.story, action.model_letter])


HOLM = "Minister of the Interior\nMs Eva Holm\nFax: +47 22 24 95 41\n"


@pytest.mark.parametrize(
    "text",
    [
        ACTION,
        f"{ACTION}--\n{HOLM}",
        f"{ACTION}--\n{HOLM}--\nCOPIES TO:\nNorway House\n",
        f"{ACTION}\n---------------------\n{HOLM}",
        ACTION.replace("PLEASE WRITE", "-- \nPLEASE WRITE"),
        ACTION.replace("The plumber", "On 14 February 2021 her lawyer wrote:\n\nThe plumber"),
        f"Dear Minister,\nplease read this.\n\n{ACTION}",
        ACTION.replace("- Calling", "> Calling").replace("- Urging", "> Urging"),
    ],
)
def test_nothing_of_an_action_is_taken_for_mail(text):
    assert not around(text, fold(text), labels_of("en")).left_out
    assert ">" not in text or parse(text).demands == ALONE.demands


def test_a_letter_with_a_head_of_its_own_stays_a_letter():
    text = f"{ACTION}\nMODEL LETTER\nFrom: [you]\nTo: Mr Lien\nSubject: Ida Rask\n\n{LETTER}"
    assert "let her see a lawyer" in parse(text).model_letter


def test_whom_a_mail_was_written_to_may_be_the_official():
    head = f"From: {BERG}\nTo: tor@justice.example\nSubject: Ida Rask\n"
    text = ACTION.replace("TO:\nMinister of Justice\n", "TO:\n\n").partition("Salutation")[0]
    assert parse(f"{head}\n{text}").targets == parse(text).targets


def test_the_subject_is_looked_at_for_the_number():
    text = ACTION.replace("UA 61/21 ", "").replace("URGENT ACTION\n", "")
    action = parse(f"{HEADS['outlook'].replace('Fwd: UA', 'Fwd: UA 61/21')}\n{text}")
    assert action.ua_number == "61/21"
