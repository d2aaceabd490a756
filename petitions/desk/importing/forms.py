"""What editors send: a text or a file to read, and the draft that was made of it."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Self

from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.models import Copy, Source
from petitions.campaigns.values import day, free_slug, slug_of
from petitions.desk.editor.forms import (
    CopyListForm,
    DaysForm,
    DemandsForm,
    FactsForm,
    SourcesForm,
    StoryForm,
)
from petitions.desk.editor.part_form import SAVE, Data, PartForm
from petitions.desk.editor.target_forms import OfficialForm

MOST_TARGETS = 100
PARTS: dict[str, type[PartForm]] = {
    "basics": FactsForm,
    "dates": DaysForm,
    "story": StoryForm,
    "demands": DemandsForm,
    "copies": CopyListForm,
    "sources": SourcesForm,
}
_TARGET = re.compile(r"target-([0-9]{1,4})-")


@dataclass
class DraftForm:
    """The forms of a campaign's parts, as one; `left_out` are targets that shall not come in."""

    parts: dict[str, PartForm]
    targets: list[OfficialForm]
    left_out: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Add an empty official at the end, for whom the text does not have; or else two."""
        spare_count = 2
        if self.targets:
            spare_count = int(any(field.data for field in self.targets[-1].short_fields))
        for number in range(len(self.targets), len(self.targets) + spare_count):
            self.targets.append(OfficialForm.of(None, f"target-{number}-"))

    @classmethod
    def of(cls, draft: CampaignDraft) -> Self:
        """Return the form filled in with a draft."""
        plain = SimpleNamespace(**vars(draft))
        plain.demands = [{"id": "", "text": text} for text in draft.demands]
        parts = {name: form.of(plain, f"{name}-") for name, form in PARTS.items()}
        targets = [
            OfficialForm.of(target, f"target-{number}-")
            for number, target in enumerate(draft.targets)
        ]
        return cls(parts, targets)

    @classmethod
    def typed(cls, data: Data) -> Self:
        """Return the form as an editor sent it."""
        numbers = {int(match[1]) for name in data if (match := _TARGET.match(name))}
        count = min(max(numbers, default=-1) + 1, MOST_TARGETS)
        parts = {name: form.typed(data, f"{name}-") for name, form in PARTS.items()}
        targets = [OfficialForm.typed(data, f"target-{number}-") for number in range(count)]
        left_out = frozenset(number for number in range(count) if data.get(out_name(number)))
        return cls(parts, targets, left_out)

    def validate(self) -> bool:
        """Check everything that was typed, so that all mistakes are seen at once."""
        checked = [form.validate() for form in self._relevant_forms()]
        return all(checked)

    def mistakes(self) -> list[tuple[str, str]]:
        """Return (control, words) of everything that needs correcting."""
        return [mistake for form in self._relevant_forms() for mistake in form.mistakes()]

    def _relevant_forms(self) -> list[PartForm]:
        """Return all forms but those of targets that are left out."""
        targets = [form for number, form in enumerate(self.targets) if number not in self.left_out]
        return [*self.parts.values(), *targets]

    def draft(self) -> CampaignDraft:
        """Return the draft; only after the form was found valid."""
        values: dict[str, Any] = {}
        for part in ("basics", "dates", "story"):
            values |= self.parts[part].values()
        demands, copies, sources = (
            self.parts[part].rows_after(SAVE)[0] for part in ("demands", "copies", "sources")
        )
        return CampaignDraft(
            **values,
            slug=slug_of(values["reference"] or values["title"]),
            demands=[row["text"] for row in demands],
            targets=list(self.officials().values()),
            copies_to=[Copy(name=row["name"], email=row["email"]) for row in copies],
            sources=[Source(title=row["title"], url=row["url"]) for row in sources],
        )

    def over(self, draft: CampaignDraft) -> CampaignDraft:
        """Return a draft as it was typed since, mistakes and all; a day that is none is left out.

        Contacts keep their rows, empty ones too.
        """
        typed: dict[str, Any] = self.parts["basics"].values() | self.parts["story"].values()
        for field in self.parts["dates"].short_fields:
            typed[field.short_name] = None
            with suppress(ValueError):
                typed[field.short_name] = day(field.data)
        typed["demands"] = [row["text"] for row in self.parts["demands"].rows_after(SAVE)[0]]
        targets = []
        for number, form in enumerate(self.targets):
            contacts = [ContactDraft(**row.form.data) for row in form.row_list.entries]
            target = TargetDraft(slug="", **form.values(), contacts=contacts)
            if number < len(draft.targets) or target.name or target.role:
                targets.append(target)
        return replace(draft, **typed, targets=targets + draft.targets[len(targets) :])

    def officials(self) -> dict[int, TargetDraft]:
        """Return {place in the form: official}, without those that are empty or left out."""
        officials: dict[int, TargetDraft] = {}
        for number, form in enumerate(self.targets):
            columns = form.values()
            contacts = [ContactDraft(**row) for row in form.rows_after(SAVE)[0]]
            others = (value for name, value in columns.items() if name != "country")
            is_empty = not contacts and not any(others)
            if is_empty or number in self.left_out:
                continue
            taken = {official.slug for official in officials.values()}
            wanted = slug_of((columns["role"] or columns["name"])[:200])
            slug = free_slug(wanted, taken)
            officials[number] = TargetDraft(slug=slug, contacts=contacts, **columns)
        return officials

    def official_fields(self) -> dict[str, str]:
        """Return {name of a field: what stands in it} of all officials."""
        rows = [row.form for form in self.targets for row in form.row_list.entries]
        fields = [*(field for form in self.targets for field in form.short_fields)]
        fields += [field for row in rows for field in row]
        return {field.name: field.data or "" for field in fields}

    def control_ids(self) -> set[str]:
        """Return the ids of all controls."""
        ids: set[str] = set()
        for form in (*self.parts.values(), *self.targets):
            ids |= {field.id for field in form.short_fields}
            for row in form.row_list.entries if form.rows else ():
                ids |= {field.id for field in row.form}
        return ids


def out_name(number: int) -> str:
    """Return the name of the box that leaves a target out."""
    return f"target-{number}-out"
