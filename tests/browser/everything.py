"""Every page of the site in every state, for checks that go through them all."""

from petitions import create_app
from petitions.appeals.channels import CHANNELS
from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.operations import change_state, create
from petitions.campaigns.takedown import take_down
from tests.appeals.people import KINDS
from tests.conftest import make_settings
from tests.factories import BEN, an_organisation
from tests.site import Site

ARABIC = """---
title: أطلقوا سراح الممرضة
country: EG
language: ar
summary: ممرضة في السجن لأنها عالجت الجرحى. وهي تحتاج الآن إلى طبيب.
pledge: أطلب من وزير الصحة الإفراج عن الممرضة.
deadline: 2099-01-31
demands:
  - الإفراج عنها فورا.
  - السماح لطبيب بزيارتها.
targets:
  - name: فلان الفلاني
    role: وزير الصحة
    slug: minister
    salutation: معالي الوزير
    address: |
      وزارة الصحة
      القاهرة
    phone: +20 2 2795 1821
    email: minister@example.org
---
اعتقلت الممرضة في مكان عملها.
"""
# With words and an address that are wider than a phone.
AID = {
    "name": "Gesellschaft für Menschenrechtsverteidigerinnen und Menschenrechtsverteidiger e. V.",
    "contact": "fragen-und-antworten@menschenrechtsverteidigerinnen.example",
    "postal_address": "1 Main Street",
    "imprint": "https://www.menschenrechtsverteidigerinnen.example/imprint",
    "accent": "violet",
}
# Everything that an official can be reached by, a long letter in two languages, several addresses.
FULL = """---
title: Free the teacher
country: KZ
summary: A teacher is in prison because she read a poem to her class. She has two small children.
pledge: I ask the Minister of Justice to set the teacher free.
deadline: 2099-01-31
demands:
  - Set her free.
  - Let her children visit her.
targets:
  - name: Ann Other
    role: Minister of Justice
    slug: minister
    salutation: Dear Minister
    country: KZ
    address: |
      Ministry of Justice
      1 Main Street
      Capital
    email:
      - minister@example.org
      - value: office@example.org
        note: The office answers.
    fax:
      - value: +7 7172 506 402
        note: Ask for the fax tone.
    form: https://www.gov.example/justice/contact-form-of-the-minister?department=minister-of-justice
    phone: +7 7172 506 402
    whatsapp: +7 701 111 2233
    telegram: "@minister_of_justice"
    signal: +7 701 111 2244
    social: ["@minister", "@minister.bsky.social", "@minister@mastodon.example"]
  - role: President
    salutation: Dear President
    address: Palace, Capital
letters:
  - language: kk
    opening: Мұғалімнің тағдыры мені қатты алаңдатады. Ол сыныпта өлең оқығаны үшін түрмеде отыр.
    demands:
      - Оны босатыңыз.
      - Балаларына анасымен кездесуге рұқсат беріңіз.
    closing: Құрметпен,
copies_to:
  - name: Embassy of Kazakhstan
    email: embassy@example.org
contact_email: organisers@example.org
embed_on: "*"
---
She was arrested **at school**.
"""
PLAIN = """---
title: Free the nurse
country: KZ
summary: A nurse is in prison because she treated the wounded. She needs a doctor herself.
pledge: I ask the Minister of Health to set the nurse free.
demands: Set her free.
targets:
  - role: Minister of Health
    salutation: Dear Minister
    social: "@minister"
---
She was arrested **at work**.
"""
# As long as titles and summaries may be.
LONG = PLAIN.replace("Free the nurse", "Free the nurse of our town. " * 7).replace(
    "A nurse is in", "Gefängniskrankenschwester" * 8 + " is in prison again. " * 15 + "She is in"
)
NOTES = {
    "paused": "Her family has asked us to wait.",
    "won": "She is free, and home with her children.",
    "closed": "The list was handed over on 3 May.",
}


def fill(site: Site) -> dict[str, str]:
    """Give {name: path} of every page."""
    app = create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))
    an_organisation(app, **AID)
    with app.app_context():
        _import(site, "arabic", ARABIC)
        _import(site, "full", FULL)
        _import(site, "nurse-of-our-town-and-others", LONG)
        for state, note in NOTES.items():
            _import(site, state, PLAIN)
            change_state(state, state, note, actor=BEN)
        _import(site, "taken-away", PLAIN)
        take_down("taken-away", "", actor=BEN)
    states = {state: f"/c/{state}" for state in NOTES}
    unsignable = {f"unsignable-{state}": f"/c/{state}/sign" for state in NOTES}
    appeals = {
        f"{target}-{channel}": f"/c/ua-115-16/appeals/{target}/{channel}"
        for target in ("prosecutor-general", "ambassador")
        for channel in KINDS
    }
    for slug, channels in {"full": CHANNELS, "arabic": ("email", "call")}.items():
        path = f"/c/{slug}/appeals/minister"
        appeals |= {f"{slug}-{channel}": f"{path}/{channel}" for channel in channels}
    return (
        states
        | unsignable
        | appeals
        | {
            "home": "/",
            "sample": "/c/ua-115-16",
            "arabic": "/c/arabic",
            "sign": "/c/ua-115-16/sign",
            "sign-arabic": "/c/arabic/sign",
            "check-mail": "/c/ua-115-16/check-mail",
            "thanks": "/c/ua-115-16/thanks",
            "thanks-arabic": "/c/arabic/thanks",
            "supporters": "/c/ua-115-16/supporters",
            "reported": "/c/full/appeals/minister/letter?reported=again",
            "noted": "/c/full/appeals/president/letter?reported=noted",
            "no-appeals": "/c/won/appeals/minister-of-health/social",
            "full": "/c/full",
            "share": "/c/full/share",
            "share-arabic": "/c/arabic/share",
            "poster": "/c/ua-115-16/poster",
            "poster-long": "/c/nurse-of-our-town-and-others/poster",
            "embed": "/c/full/embed",
            "privacy": "/privacy",
            "withdraw": "/withdraw",
            "withdraw-asked": "/withdraw/asked",
            "about": "/about",
            "contact": "/contact",
            "patterns": "/patterns",
            "unknown-link": "/confirm/nonsense",
            "missing": "/nowhere",
            "not-available": "/c/taken-away",
        }
    )


def _import(site: Site, slug: str, text: str) -> None:
    path = site.folder / f"{slug}.md"
    path.write_text(text, "utf-8")
    create(read_campaign(path), actor=BEN, publish=True)
