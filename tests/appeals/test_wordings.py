"""Letters differ: each is dealt one wording of each part, and keeps it."""

from dataclasses import replace

from petitions.appeals.channels import _cached_pdf
from petitions.appeals.composing import Choices, compose
from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.operations import new_campaign
from petitions.config import ROOT
from tests.appeals.campaigns import ARABIC, an_appeal
from tests.appeals.people import AMBASSADOR, MINISTER, a_case, at
from tests.appeals.test_carried import reported, sent_by
from tests.factories import NURSE

TYPED = {"name": "Ada Lovelace", "town": "London", "words": "I am a nurse\nmyself."}
TWO = LetterDraft("en", opening="One.", closing="Bye", text="{demands}", other_closings=["Ciao"])


def shown(page):
    return page.one("#text").to_text(separator="", strip=False)


def deal_of(page):
    """Give the deal, which belongs to the form wherever it stands."""
    field = page.one("#deal").attrs
    assert field["form"] == "compose"
    return field["value"]


def dealt(campaign, language="", deals=range(1, 101)):
    target = campaign.targets[0]
    return [compose(campaign, target, Choices(language=language, deal=n)) for n in deals]


def test_of_a_hundred_letters_fewer_than_five_are_equal(in_app):
    sample = new_campaign(read_campaign(ROOT / "sample" / "ua-115-16.md"))
    unworded = new_campaign(NURSE)
    for campaign, language, variety in (
        (sample, "en", 5**8),
        (sample, "ru", 5**7),
        (unworded, "en", 5**6),
    ):
        letters = dealt(campaign, language)
        assert {letter.variety for letter in letters} == {variety}
        texts = [letter.text for letter in letters]
        assert sum(texts.count(text) > 1 for text in texts) < 5, (campaign.slug, language)


def test_every_wording_is_dealt_and_the_first_one_without_a_deal(in_app):
    demands = [["Free her now.", "Let her go."], []]
    letter = replace(TWO, text="", other_openings=["Two."], other_demands=demands)
    appeal = an_appeal(in_app, letters=[letter])
    assert appeal.text.startswith("Dear Minister,\n\nOne.\n\nWith respect, I ask you")
    assert appeal.text.endswith("1. Set her free.\n2. Let a doctor see her.\n\nBye")
    letters = dealt(appeal.campaign)
    assert {letter.demands[0] for letter in letters} == {"Set her free.", *demands[0]}
    assert {letter.closing for letter in letters} == {"Bye", "Ciao"}
    assert {text for one in letters for text in ("One.", "Two.") if text in one.text} == {
        "One.",
        "Two.",
    }


def test_a_part_keeps_its_wording_whatever_becomes_of_the_others(in_app):
    letter = LetterDraft("en", other_demands=[["A.", "B.", "C."], ["D.", "E.", "F."]])
    campaign = an_appeal(in_app, letters=[letter]).campaign
    for deal in range(1, 20):
        both, second = (
            compose(campaign, campaign.targets[0], Choices(deal=deal, demands=chosen))
            for chosen in ((), (2,))
        )
        assert both.demands[1:] == second.demands
        assert both.closing == second.closing


def test_wordings_in_one_language_never_stand_for_words_in_another(in_app):
    letter = LetterDraft("kk", opening="Пишу.", other_demands=[["Освободить её."], []])
    campaign = an_appeal(in_app, letters=[letter]).campaign
    assert {one.demands[0] for one in dealt(campaign, "kk", range(20))} == {"Set her free."}
    assert {one.text.rpartition("\n")[2] for one in dealt(campaign, "kk", range(20))} == {
        "2. Let a doctor see her."
    }


def test_a_letter_keeps_its_words_on_the_page_in_files_and_after_a_report(app, visitor):
    a_case(app)
    assert not visitor.get(at("letter")).all("#deal")
    page = visitor.post(at("letter"), TYPED)
    text, deal = shown(page), deal_of(page)
    same = visitor.post(at("letter"), TYPED | {"deal": deal})
    assert (shown(same), deal_of(same)) == (text, deal)
    files = page.one('button[formaction$="letter.pdf"]').parent
    draft = visitor.post(at("letter.eml"), sent_by(files)).response.get_data(as_text=True)
    assert text.rpartition("\n\n")[2].splitlines()[0] in draft
    assert sent_by(files)["deal"] == [deal]
    thanks = reported(visitor, page)
    assert (shown(thanks), deal_of(thanks)) == (text, deal)
    blank = visitor.post(at("letter"), {"name": ""})
    assert shown(reported(visitor, blank)) == shown(blank)


def test_other_words_change_the_letter_and_nothing_that_was_typed(app, visitor):
    a_case(app, letters=[TWO])
    page = visitor.post(at("email"), TYPED)
    for _ in range(8):  # where only the closing differs, half of all deals change nothing
        again = visitor.post(at("email"), TYPED | {"deal": deal_of(page), "other_words": "1"})
        assert {shown(page), shown(again)} == {
            f"Dear Minister,\n\n1. Set her free.\n2. Let a doctor see her.\n\n"
            f"{TYPED['words']}\n\n{closing}\nAda Lovelace\nLondon"
            for closing in ("Bye", "Ciao")
        }
        assert {name: again.value(name) for name in TYPED} == TYPED
        assert "data-focus" in again.one('[name="other_words"]').attrs
        page = again
    wrong = visitor.post(at("email"), TYPED | {"name": "x" * 101, "deal": "7", "other_words": "1"})
    assert (wrong.status, wrong.value("words"), deal_of(wrong)) == (422, TYPED["words"], "7")


def test_what_is_no_deal_is_dealt_anew(app, visitor):
    a_case(app)
    for deal in ("", "-1", "1000000", "٣", "x" * 5_000):
        page = visitor.post(at("call"), TYPED | {"deal": deal})
        assert page.status == 200
        assert 1 <= int(deal_of(page)) <= 999_999


def test_the_button_stands_where_there_is_something_to_deal(app, visitor):
    a_case(app, letters=[ARABIC])
    assert visitor.get(at("letter")).one('[name="other_words"]').attrs["form"] == "compose"
    assert not visitor.get(at("letter") + "?language=ar").all('[name="other_words"]')
    assert not visitor.get(at("call")).all('[name="other_words"]')


def test_the_next_appeal_is_dealt_anew(app, visitor):
    a_case(app, targets=[MINISTER, AMBASSADOR])
    thanks = reported(visitor, visitor.post(at("email"), TYPED))
    ways = thanks.one("#other-channels form")
    onward = thanks.one(f'button[formaction="{at("email", target="ambassador")}"]').parent
    assert "deal" not in sent_by(ways).keys() | sent_by(onward).keys()


def test_open_letters_have_the_first_words_and_others_fill_no_cache(app, visitor):
    a_case(app)
    _cached_pdf.cache_clear()
    opened = {visitor.get(at("letter.pdf") + f"?deal={deal}").response.data for deal in (1, 2)}
    visitor.post(at("letter.pdf"), TYPED | {"deal": "5"})
    assert (len(opened), _cached_pdf.cache_info().currsize) == (1, 1)
    page = visitor.get(f"{at('letter')}?deal=5")
    assert shown(page).startswith("Dear Minister,\n\nI am writing to you about a case that")
    assert page.headers["Cache-Control"].startswith("public")
