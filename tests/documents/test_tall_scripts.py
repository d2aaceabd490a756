"""Lines of tall scripts do not run into each other: between any two there is a row without ink."""

from dataclasses import asdict, replace

import pytest
import typst

from petitions.documents import typesetting
from petitions.documents.content import Layout, SheetSection
from petitions.documents.images import qr_svg
from petitions.documents.sanitise import plain
from tests.documents.drawing import bands
from tests.documents.samples import ENGLISH, SHEET, paragraph

WORDS = {
    "ur": "انہیں صحافی کو تین مارچ سے قید میں رکھا گیا ہے، پانی کی جانچ پڑتال کے لیے",
    "my": "ကြောင့် မြို့နှင့် ရှေ့နေကို ဖြူဖွေး ကျွန်ုပ်တို့ စိုးရိမ်ပါသည်။",
    "th": "ผู้สื่อข่าวที่ปู่เขียนเรื่องน้ำปูชั่วร้ายและญาติฎีกา",
}
LINES = 4


def letter(layout, lines):
    empty = {"sender": (), "date": "", "subject": "", "salutation": "", "closing": "", "name": ""}
    return replace(ENGLISH, layout=layout, **empty, address=(), copies="", body=lines)


def address(layout, lines):
    words = tuple(line.runs[0].text[:30] for line in lines)  # which does not wrap
    return replace(letter(layout, ()), address=words)


def sheet(layout, lines):
    nothing = {"kicker": "", "lead": "", "deadline": "", "officials": (), "sections": ()}
    return replace(
        SHEET, layout=layout, title="", **nothing, demands=SheetSection("", lines), link_hint=""
    )


KINDS = {
    "letter": (letter, "letter.typ"),
    "address": (address, "letter.typ"),
    "sheet": (sheet, "sheet.typ"),
}


def picture_of(template, document):
    data = asdict(plain(document)) | {"title": "x", "code": qr_svg("x")}
    files = typesetting._files(template, data)
    made = typst.compile(files, font_paths=typesetting.installed_fonts(), format="png", ppi=72)
    return made[-1] if isinstance(made, list) else made


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", KINDS)
def test_lines_are_apart(language, kind):
    make, template = KINDS[kind]
    for code in (language, "en"):  # words of another language than the document's, too
        layout = Layout(code, "rtl" if code == "ur" else "ltr")
        few, many = (
            bands(picture_of(template, make(layout, (paragraph(WORDS[language]),) * number)))
            for number in (1, LINES)
        )
        assert many - few >= LINES - 1  # more where dots stand alone
