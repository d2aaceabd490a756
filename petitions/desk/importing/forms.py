"""What editors send: a text or a file to read, and the draft that was made of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Self

from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.models import Copy, Source
from petitions.campaigns.values import free_slug, slug_of
from petitions.desk.editor.forms import (
    CopyListForm,
    DaysForm,
    DemandsForm,
    FactsForm,
    OfficialForm,
    SourcesForm,
    StoryForm,
)
from petitions.desk.editor.part_form import SAVE, Data, PartForm

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

    @classmethod
    def of(cls, draft: CampaignDraft) -> Self:
        """Return the form filled in with a draft."""
        plain = SimpleNamespace(**vars(draft))
        plain.demands = [{"id": "", "text": text} for text in draft.demands]
        parts = {name: kind.of(plain, f"{name}-") for name, kind in PARTS.items()}
        targets = [OfficialForm.of(one, _prefix(n)) for n, one in enumerate(draft.targets)]
        return cls(parts, targets)._with_another()

    @classmethod
    def typed(cls, data: Data) -> Self:
        """Return the form as an editor sent it."""
        numbers = {int(found[1]) for name in data if (found := _TARGET.match(name))}
        count = min(max(numbers, default=-1) + 1, MOST_TARGETS)
        parts = {name: kind.typed(data, f"{name}-") for name, kind in PARTS.items()}
        targets = [OfficialForm.typed(data, _prefix(number)) for number in range(count)]
        left_out = frozenset(n for n in range(count) if data.get(out_name(n)))
        return cls(parts, targets, left_out)._with_another()

    def validate(self) -> bool:
        """Check everything that was typed, so that all mistakes are seen at once."""
        checked = [form.validate() for form in self._taken()]
        return all(checked)

    def mistakes(self) -> list[tuple[str, str]]:
        """Return (control, words) of everything that needs correcting."""
        return [one for form in self._taken() for one in form.mistakes()]

    def draft(self) -> CampaignDraft:
        """Return the draft; only after the form was found valid."""
        values = {
            name: value
            for part in ("basics", "dates", "story")
            for name, value in self.parts[part].values().items()
        }
        return CampaignDraft(
            **values,
            slug=slug_of(values["reference"] or values["title"]),
            demands=[row["text"] for row in self._rows("demands")],
            targets=self._targets(),
            copies_to=[Copy(name=row["name"], email=row["email"]) for row in self._rows("copies")],
            sources=[Source(title=row["title"], url=row["url"]) for row in self._rows("sources")],
        )

    def control_ids(self) -> set[str]:
        """Return the ids of all controls."""
        return {control for form in self._forms() for control in _ids(form)}

    def _forms(self) -> list[PartForm]:
        return [*self.parts.values(), *self.targets]

    def _taken(self) -> list[PartForm]:
        """Return all forms but those of targets that are left out."""
        kept = [one for number, one in enumerate(self.targets) if number not in self.left_out]
        return [*self.parts.values(), *kept]

    def _rows(self, part: str) -> list[dict[str, str]]:
        return self.parts[part].rows_after(SAVE)[0]

    def _targets(self) -> list[TargetDraft]:
        found: list[TargetDraft] = []
        for number, form in enumerate(self.targets):
            values = form.values()
            contacts = [ContactDraft(**row) for row in form.rows_after(SAVE)[0]]
            is_empty = not contacts and not any(v for k, v in values.items() if k != "country")
            if is_empty or number in self.left_out:
                continue
            wanted = slug_of(values["role"] or values["name"])
            slug = free_slug(wanted, {one.slug for one in found})
            found.append(TargetDraft(slug=slug, contacts=contacts, **values))
        return found

    def _with_another(self) -> Self:
        """Add an empty official at the end, for whom the text does not have; or else two."""
        last = self.targets[-1] if self.targets else None
        wanted = 2 if last is None else int(any(field.data for field in last.short_fields))
        for _ in range(wanted):
            self.targets.append(OfficialForm.of(None, _prefix(len(self.targets))))
        return self


def out_name(number: int) -> str:
    """Return the name of the box that leaves a target out."""
    return f"target-{number}-out"


def _prefix(number: int) -> str:
    return f"target-{number}-"


def _ids(form: PartForm) -> Iterator[str]:
    for field in form.short_fields:
        yield field.id
    for row in form.row_list.entries if form.rows else ():
        for field in row.form:
            yield field.id
