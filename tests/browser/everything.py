"""Every page of the site in every state, for checks that go through them all."""

from petitions import create_app
from petitions.campaigns.operations import change_state, create
from petitions.importer.campaign_file import read_campaign
from tests.conftest import make_settings
from tests.factories import BEN
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
NOTES = {
    "paused": "Her family has asked us to wait.",
    "won": "She is free, and home with her children.",
    "closed": "The list was handed over on 3 May.",
}


def fill(site: Site) -> dict[str, str]:
    """Give {name: path} of every page."""
    app = create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))
    with app.app_context():
        _import(site, "arabic", ARABIC)
        for state, note in NOTES.items():
            _import(site, state, PLAIN)
            change_state(state, state, note, actor=BEN)
    states = {state: f"/c/{state}" for state in NOTES}
    unsignable = {f"unsignable-{state}": f"/c/{state}/sign" for state in NOTES}
    return (
        states
        | unsignable
        | {
            "home": "/",
            "sample": "/c/ua-115-16",
            "arabic": "/c/arabic",
            "sign": "/c/ua-115-16/sign",
            "sign-arabic": "/c/arabic/sign",
            "check-mail": "/c/ua-115-16/check-mail",
            "thanks": "/c/ua-115-16/thanks",
            "thanks-arabic": "/c/arabic/thanks",
            "privacy": "/privacy",
            "patterns": "/patterns",
            "unknown-link": "/confirm/nonsense",
            "missing": "/nowhere",
        }
    )


def _import(site: Site, slug: str, text: str) -> None:
    path = site.folder / f"{slug}.md"
    path.write_text(text, "utf-8")
    create(read_campaign(path), actor=BEN, publish=True)
