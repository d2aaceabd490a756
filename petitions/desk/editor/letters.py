"""The letters of a campaign, language by language; beside the form what each official gets."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Self

from babel import Locale
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.appeals.channels import FILES, file_content
from petitions.appeals.composing import (
    Appeal,
    Choices,
    another_deal,
    compose,
    languages,
)
from petitions.appeals.wordings import MOST_DEALS
from petitions.campaigns import values
from petitions.campaigns.checklist import demand_points, language_points
from petitions.campaigns.editing import letters as editing
from petitions.campaigns.editing.operations import StillNeeded, letter_part
from petitions.campaigns.models import Campaign, ModelLetter, Target
from petitions.campaigns.operations import ChangedMeanwhile
from petitions.campaigns.queries import OF_LETTERS, campaign_or_404
from petitions.desk.editor import page as editor_page
from petitions.desk.editor.letter_forms import LetterForm, NewLanguageForm
from petitions.desk.editor.part_form import RowAction
from petitions.desk.editor.views import accept_long_forms
from petitions.documents.content import usual_paper
from petitions.web.text import whole_number

bp = Blueprint("letters", __name__, url_prefix="/organise/campaigns/<slug>/letters")
bp.url_value_preprocessor(accept_long_forms)


@dataclass
class LetterSection:
    """The form of one language. `stored` stands beside it where another version was saved.

    `gone` is what was typed for demands that somebody removed meanwhile; `deal` says which
    wordings the letters beside the form have, see Choices.
    """

    campaign: Campaign
    language: str
    form: LetterForm
    version: int
    stored: LetterForm | None = None
    gone: tuple[str, ...] = ()
    is_unsaved: bool = False
    is_saved: bool = False
    focus: str = ""
    deal: int = 0

    @classmethod
    def of(cls, campaign: Campaign, language: str) -> Self:
        """Return the form with what is stored."""
        form = LetterForm.of_words(editing.words_of(campaign, language))
        return cls(campaign, language, form, campaign.versions.get(letter_part(language), 0))

    @classmethod
    def typed(cls, campaign: Campaign, language: str) -> Self:
        """Return the form as an editor sent it."""
        version = request.form.get("version", -1, type=int)
        form = LetterForm.typed(request.form, "letter-")
        deal = whole_number(request.form.get("deal"), MOST_DEALS) or 0
        return cls(campaign, language, form, version, is_unsaved=True, deal=deal)

    def appeals(self) -> list[Appeal]:
        """Return what each official gets of the form, also while it has mistakes."""
        return [self.appeal(target) for target in self.campaign.targets]

    def appeal(self, target: Target) -> Appeal:
        """Return what one official gets."""
        return compose(self.campaign, target, self._choices(target), self._model())

    def deal_again(self) -> None:
        """Take other wordings, where there are any."""
        for target in self.campaign.targets[:1]:
            choices, model = self._choices(target), self._model()
            self.deal = another_deal(self.campaign, target, choices, model)

    def _choices(self, target: Target) -> Choices:
        region = Locale.parse(self.language, sep="-").territory or ""
        paper = usual_paper(target.country or self.campaign.country, region)
        return Choices(language=self.language, paper=paper, deal=self.deal)

    def _model(self) -> ModelLetter:
        return editing.model_letter(self.campaign, self.language, self.form.words())


@bp.get("")
@requires(EDITOR)
def letters(slug: str) -> ResponseReturnValue:
    """List the languages of letters."""
    return _list_page(campaign_or_404(slug, *OF_LETTERS))


@bp.post("")
@requires(EDITOR)
def add(slug: str) -> ResponseReturnValue:
    """Go on to the form of another language, where nothing is stored yet; or put one back."""
    campaign = campaign_or_404(slug, *OF_LETTERS)
    action = RowAction.parse(request.form.get("do"))
    if action.verb == "restore":
        try:
            language = editing.restore_letter(slug, action.index, actor=organiser().email)
        except editing.UnknownLetter:
            return redirect(url_for(".letters", slug=slug), 303)
        except editing.LetterExists:
            return _list_page(campaign, is_taken=True), 409
        return redirect(url_for(".letter", slug=slug, language=language, saved="y"), 303)
    form = NewLanguageForm.typed(request.form, "letters-")
    if not form.validate():
        return _list_page(campaign, form), 422
    return redirect(url_for(".letter", slug=slug, language=form["language"].data), 303)


@bp.get("/<language>")
@requires(EDITOR)
def letter(slug: str, language: str) -> ResponseReturnValue:
    """Show the form of one language, and the letters that it makes."""
    section = LetterSection.of(*_campaign_and_language(slug, language))
    section.is_saved = bool(request.args.get("saved"))
    section.focus = request.args.get("focus", "")
    return _letter_page(section)


@bp.post("/<language>")
@requires(EDITOR, typed=True)
def save(slug: str, language: str) -> ResponseReturnValue:
    """Save what letters in one language say."""
    section = LetterSection.typed(*_campaign_and_language(slug, language))
    form = section.form
    if not form.validate():
        return _letter_page(section), 422
    rows, focus = form.rows_after(RowAction.parse(request.form.get("do")))
    words = form.words(rows)
    try:
        editing.save_letter(slug, language, section.version, words, actor=organiser().email)
    except ChangedMeanwhile:
        return _letter_page(_beside_stored(section)), 409
    except StillNeeded as reason:
        for row in form.demands:
            if row.form["id"].data in reason.names:
                row.form.text.errors = [
                    _("Visitors read letters in this language: they cannot be without this demand.")
                ]
        return _letter_page(section), 422
    address = url_for(".letter", slug=slug, language=language, saved="y", focus=focus or None)
    return redirect(address, 303)


@bp.post("/<language>/preview")
@requires(EDITOR, typed=True)
def preview(slug: str, language: str) -> ResponseReturnValue:
    """Show the form as it was typed, and the letters that it makes; nothing is stored."""
    section = LetterSection.typed(*_campaign_and_language(slug, language))
    status = 200 if section.form.validate() else 422
    is_dealt_again = "other_words" in request.form
    if is_dealt_again:
        section.deal_again()
    return _letter_page(section, is_dealt_again=is_dealt_again), status


@bp.post("/<language>/letter.pdf")
@requires(EDITOR, typed=True)
def pdf(slug: str, language: str) -> ResponseReturnValue:
    """Give the letter to one official as it was typed, on paper; nothing is stored."""
    section = LetterSection.typed(*_campaign_and_language(slug, language))
    form, official = section.form, request.form.get("official")
    target = next((one for one in section.campaign.targets if one.slug == official), None)
    if form.validate() and target is None:
        form.add_error("salutations", _("Nobody by this name is written to any more."))
    if target is None or form.errors:
        return _letter_page(section), 422
    name = "letter.pdf"
    content = file_content(name, section.appeal(target), is_open=False)
    response = Response(content, mimetype=FILES[name])
    file_name = f"{slug}-{target.slug}-{language}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


@bp.route("/<language>/remove", methods=["GET", "POST"])
@requires(EDITOR)
def remove(slug: str, language: str) -> ResponseReturnValue:
    """Remove what letters in one language say, once the editor has confirmed it."""
    campaign, language = _campaign_and_language(slug, language)
    if campaign.letter_in(language) is None:
        abort(404)
    is_stale = False
    if request.method == "POST":
        version = request.form.get("version", -1, type=int)
        try:
            entry = editing.remove_letter(slug, language, version, actor=organiser().email)
        except editing.UnknownLetter:
            abort(404)
        except ChangedMeanwhile:
            is_stale = True
        else:
            return redirect(url_for(".letters", slug=slug, removed=entry), 303)
    page = render_template(
        "desk/editor/remove_letter.html",
        campaign=campaign,
        code=language,
        version=campaign.versions.get(letter_part(language), 0),
        is_stale=is_stale,
    )
    return page, 409 if is_stale else 200


def _campaign_and_language(slug: str, language: str) -> tuple[Campaign, str]:
    """Return what an address names, or answer 404 where it is no language, as we write it."""
    campaign = campaign_or_404(slug, *OF_LETTERS)
    try:
        if language != values.language(language):
            raise ValueError
    except ValueError:
        abort(404)
    return campaign, language


def _beside_stored(typed: LetterSection) -> LetterSection:
    """Return what was typed, for the demands and officials of now, and what is stored."""
    section = LetterSection.of(typed.campaign, typed.language)
    words, stored = typed.form.words(), editing.words_of(typed.campaign, typed.language)
    gone = [said for id_, said in words.demands.items() if id_ not in stored.demands]
    demands = {id_: words.demands.get(id_, said) for id_, said in stored.demands.items()}
    salutations = {
        slug: words.salutations.get(slug, text) for slug, text in stored.salutations.items()
    }
    return LetterSection(
        typed.campaign,
        typed.language,
        LetterForm.of_words(editing.LetterWords(words.columns, demands, salutations)),
        section.version,
        stored=section.form,
        gone=tuple(text for said in gone for text in said if text),
        is_unsaved=True,
    )


def _list_page(
    campaign: Campaign, form: NewLanguageForm | None = None, *, is_taken: bool = False
) -> str:
    removal = request.args.get("removed", 0, type=int)
    removed = editing.removed_letter(campaign.slug, removal)
    return render_template(
        "desk/editor/letters.html",
        campaign=campaign,
        codes=languages(campaign),
        points=[*language_points(campaign), *demand_points(campaign)],
        form=form or NewLanguageForm.of(None, "letters-"),
        removal=removal,
        removed=removed and removed["language"],
        is_taken=is_taken,
        languages=editor_page.languages(),
    )


def _letter_page(section: LetterSection, *, is_dealt_again: bool = False) -> str:
    campaign, targets = section.campaign, {one.slug: one for one in section.campaign.targets}
    for row in section.form.salutations:
        target = targets.get(row.form.slug.data or "")
        if target:
            row.form.text.label.text = _("Greeting for %(name)s", name=target.shown_name)
        if target and target.salutation:
            without = _("Where it is empty: %(greeting)s", greeting=target.salutation)
            row.form.text.description = without
    return render_template(
        "desk/editor/letter.html",
        campaign=campaign,
        section=section,
        code=section.language,
        own=SimpleNamespace(language=section.language),
        demands={str(demand.id): demand.text for demand in campaign.demands},
        is_stored=campaign.letter_in(section.language) is not None,
        appeals=section.appeals(),
        is_dealt_again=is_dealt_again,
    )
