"""The words that a signer agrees to. Who changes them gives them a new version: it is stored."""

from flask_babel import lazy_gettext as _l

CONSENT_VERSION = "2026-11"

# A signature tells a political opinion. The law asks for consent to keeping it that is given
# for this alone (GDPR, article 9), so it is a sentence of its own with its own tick box.
CONSENT = _l(
    "I agree that my signature, which shows a political opinion, is stored and handed over for "
    "this campaign. I can withdraw it at any time."
)
