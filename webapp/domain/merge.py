"""Two people edit one record: fields that differ merge, fields that clash ask, nothing is lost.

An edit carries what its author saw (``base``) and what they want (``new``); ``current`` is what
the server holds now. Narrative text is never merged here: notes only ever grow by addenda.
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum


class MergeKind(StrEnum):
    """What becomes of one edited field."""

    APPLY = "apply"
    SAME = "same"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Merge:
    """``value`` is what the field holds afterwards; on a clash that is the current value."""

    kind: MergeKind
    value: object


@dataclass(frozen=True, slots=True)
class Edit:
    """One field as its author saw it and as they want it."""

    base: object
    new: object


@dataclass(frozen=True, slots=True)
class Clash:
    """Both sides of a field two people changed; neither is lost."""

    base: object
    yours: object
    theirs: object


@dataclass(frozen=True, slots=True)
class MergeResult:
    """Fields to write, fields to ask about, and edited fields that need neither."""

    applied: dict[str, object] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    same: frozenset[str] = frozenset()


def merge_field(base: object, new: object, current: object) -> Merge:
    """Decide one field: current as its author saw it applies, already so is no change, else ask.

    An empty text and no value are one; so are the two ways of ending a line.
    """
    base, new, held = _plain(base), _plain(new), _plain(current)
    if new in (held, base):
        return Merge(MergeKind.SAME, current)
    if held == base:
        return Merge(MergeKind.APPLY, new)
    return Merge(MergeKind.CLASH, current)


def merge_set(
    base: AbstractSet[object], new: AbstractSet[object], current: AbstractSet[object]
) -> Merge:
    """Carry what the author added and removed over to the current set; sets never clash."""
    merged = (frozenset(current) | (new - base)) - (base - new)
    kind = MergeKind.SAME if merged == current else MergeKind.APPLY
    return Merge(kind, merged)


def merge_fields(
    edits: Mapping[str, Edit],
    current: Mapping[str, object],
    always_ask: Collection[str] = (),
) -> MergeResult:
    """Decide every edited field on its own.

    Fields in ``always_ask`` (risk, safe contact, plan) are decided together: when one of them was
    changed meanwhile, each edit to any of them is asked about, since half of one person's
    instruction beside half of another's can be unsafe. Their sets are compared whole. Hand in
    unchanged fields too (``base == new``): they show what was changed meanwhile.
    """
    ask = frozenset(always_ask)
    has_moved = any(
        _plain(current.get(name)) not in (_plain(edit.base), _plain(edit.new))
        for name, edit in edits.items()
        if name in ask
    )
    applied: dict[str, object] = {}
    clashes: dict[str, Clash] = {}
    same: set[str] = set()
    for name, edit in edits.items():
        held = current.get(name)
        merge = _merge_one(edit, held, whole=name in ask)
        if merge.kind is MergeKind.SAME:
            same.add(name)
        elif merge.kind is MergeKind.CLASH or (has_moved and name in ask):
            clashes[name] = Clash(edit.base, edit.new, held)
        else:
            applied[name] = merge.value
    return MergeResult(applied, clashes, frozenset(same))


def _merge_one(edit: Edit, current: object, *, whole: bool) -> Merge:
    if (
        not whole
        and isinstance(edit.base, AbstractSet)
        and isinstance(edit.new, AbstractSet)
        and isinstance(current, AbstractSet)
    ):
        return merge_set(edit.base, edit.new, current)
    return merge_field(edit.base, edit.new, current)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\r\n", "\n") or None
    return value
