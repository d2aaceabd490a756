"""The sample's case as an Urgent Action page of 2017 tells it, in our own words; and by hand."""

from dataclasses import replace
from datetime import date

from petitions.urgent_actions.models import Finding, Official, Span, Sure, UrgentAction

TEXT = """\
Urgent Action Update: Five-Year Sentences Confirmed (Kazakhstan: UA 115/16)

Urgent Action
January 31, 2017
A court of appeal in Atyrau has left the sentences of Maks Bokaev and Talgat Ayan as they were: \
five years each, for helping to prepare peaceful rallies and writing about them online.

The two defenders of human rights lost their appeal on 20 January. Talgat Ayan's lawyer wants to \
take the case to the Supreme Court.

On 28 January both were brought to Aktobe, more than 500 km from home. On 3 February they are to \
go on to a penal colony in Petropavlovsk, 1,500 km away. Nobody told them beforehand.

Write a letter, send an email, call, fax or tweet:
  • Urging the authorities of Kazakhstan to release Maks Bokaev and Talgat Ayan at once and \
without conditions;
  • Asking them to see that both get the medical care they need until then;
  • Calling on them to respect the right of everyone in Kazakhstan to speak freely and to gather \
in peace.

Contact these two officials by 14 March, 2017:

Prosecutor General
Zhakip Assanov
Office of the Prosecutor General
14 Orynbor Street
Astana, 010000
Republic of Kazakhstan
Fax: +7 7172 506 402
Salutation: Dear Prosecutor General

Ambassador Kairat Umarov
Embassy of the Republic of Kazakhstan
1401 16th St NW, Washington DC 20036
T: 202.232.5488 | F: 202.232.5845
Email: [email protected]
Salutation: Dear Ambassador
"""
# The same officials, read line by line across two columns: nobody can tell whose is which.
COLUMNS = (
    TEXT[: TEXT.index("Prosecutor General\n")].replace("115/16", "117/16")
    + """\
Prosecutor General Ambassador
Zhakip Assanov Kairat Umarov
Office of the Prosecutor General Embassy of the Republic of Kazakhstan
14 Orynbor Street 1401 16th St NW
Astana, 010000 Washington DC 20036
Fax: +7 7172 506 402 Fax: +1 202 232 5845
Salutation: Dear Prosecutor General Salutation: Dear Ambassador
"""
)
DEMANDS = [
    "Urging the authorities of Kazakhstan to release Maks Bokaev and Talgat Ayan at once and "
    "without conditions",
    "Asking them to see that both get the medical care they need until then",
    "Calling on them to respect the right of everyone in Kazakhstan to speak freely and to gather "
    "in peace",
]
SAID = [
    "Release Maks Bokaev and Talgat Ayan at once and without conditions.",
    "See that both get the medical care they need until then.",
    "Respect the right of everyone in Kazakhstan to speak freely and to gather in peace.",
]
PROSECUTOR = Official(
    name="Zhakip Assanov",
    role="Prosecutor General",
    address=[
        "Office of the Prosecutor General",
        "14 Orynbor Street",
        "Astana, 010000",
        "Republic of Kazakhstan",
    ],
    fax=["+7 7172 506 402"],
    salutation="Dear Prosecutor General",
)
AMBASSADOR = Official(
    name="Kairat Umarov",
    role="Ambassador",
    address=["Embassy of the Republic of Kazakhstan", "1401 16th St NW, Washington DC 20036"],
    fax=["202.232.5845"],
    phone=["202.232.5488"],
    salutation="Dear Ambassador",
)
STORY = TEXT[TEXT.index("A court of appeal") : TEXT.index("Write a letter")].strip()


def spot(text: str, value: str, sure: Sure = Sure.PLACED) -> Finding:
    """Give a finding of the value where it first stands in the text."""
    start = text.index(value)
    return Finding((Span(start, start + len(value)),), sure)


def action(**changes: object) -> UrgentAction:
    """Give what a careful reader finds in the text."""
    found = UrgentAction(
        text=TEXT,
        ua_number="115/16",
        title="Five-Year Sentences Confirmed",
        country="Kazakhstan",
        issued=date(2017, 1, 31),
        is_update=True,
        deadline=date(2017, 3, 14),
        demands=DEMANDS,
        said=SAID,
        targets=[PROSECUTOR, AMBASSADOR],
        language="en",
        story=STORY,
        persons=["Maks Bokaev", "Talgat Ayan"],
        findings={
            "title": spot(TEXT, "Five-Year Sentences Confirmed"),
            "country": spot(TEXT, "Kazakhstan"),
            "deadline": spot(TEXT, "14 March, 2017", Sure.LABELLED),
            "story": spot(TEXT, STORY),
            "targets.0.fax.0": spot(TEXT, "+7 7172 506 402", Sure.LABELLED),
        },
        missing=["index_number"],
    )
    return replace(found, **changes)
