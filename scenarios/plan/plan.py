"""Plan files: a named set of measures over years, compared with the reference plan.

A plan file is TOML. It may extend a shipped plan or a file beside it; the measures then add up, in
the order base first, and a later measure wins where two set the same thing. Reading checks the form
of every field and every reference to the tables in one pass and reports all faults together, of the
plan and of the plans it extends.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from scenarios.faults import Fault, InputError, nearest
from scenarios.measures import KINDS, AnyMeasure, CommonFields, Known, LockLine, Measure, Title
from scenarios.measures.values import Slug, Year, refuse, shown
from scenarios.plan.refusals import PlanSource
from scenarios.plan.text import NO_SUCH_FILE, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.measures import Change
    from scenarios.plan.text import Address

PLANS_FOLDER: Final = Path(__file__).parents[1] / "plans"
_MAX_CHAIN: Final = 20


def _some_years(years: tuple[int, ...]) -> tuple[int, ...]:
    """Return years in rising order, each once; an empty list is refused."""
    if not years:
        refuse("plan.year", "the list of years is empty", "[2030, 2035]", "leave out the key")
    return tuple(sorted(set(years)))


class PlanFile(BaseModel):
    """The fields of one plan file, its measures apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Slug
    title: Title | None = None
    extends: str | None = None
    years: Annotated[tuple[Year, ...], AfterValidator(_some_years)] | None = None
    measure: tuple[Any, ...] = ()


class Plan(BaseModel):
    """A plan with the measures of everything it extends.

    Attributes
    ----------
    name : str
        Short name.
    title : Title
        Title in both languages; the name when the file gives none.
    years : tuple of int
        Years to run when the command names none; may be empty.
    measures : tuple of Measure
        Measures in the order in which they are applied.
    path : Path
        File of the plan.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Title
    years: tuple[int, ...] = ()
    measures: tuple[AnyMeasure, ...] = ()
    path: Path

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the changes of the measures that are open in a year.

        Parameters
        ----------
        year : int
            Calendar year.

        Returns
        -------
        tuple of Change
            In the order in which they are applied: a later one wins.
        """
        return tuple(change for measure in self._open(year) for change in measure.changes(year))

    def capex(self, year: int) -> list[tuple[str, str, float]]:
        """Return group, kind and investment in CNY of the measures that are open in a year."""
        return [
            (measure.group, measure.kind, float(measure.capex_cny))
            for measure in self._open(year)
            if measure.capex_cny is not None
        ]

    def _open(self, year: int) -> list[AnyMeasure]:
        """Return the measures that work in a year."""
        return [measure for measure in self.measures if measure.opens <= year]


def shipped_plans() -> list[str]:
    """Return the names of the plans that come with the program.

    Examples
    --------
    >>> "reference" in shipped_plans()
    True
    """
    return sorted(path.stem for path in PLANS_FOLDER.glob("*.toml"))


def load_plan(name_or_path: str | Path, tables: Mapping[str, pd.DataFrame] | None = None) -> Plan:
    """Read a plan and everything it extends.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a shipped plan, or a TOML file.
    tables : mapping of str to pandas.DataFrame, optional
        The checked tables; without them only the form of the plan is checked.

    Returns
    -------
    Plan
        The plan with all measures.

    Raises
    ------
    InputError
        With all faults of the plan and of the plans it extends.
    """
    known = None if tables is None else Known.from_tables(tables)
    chain, faults = _read_chain(str(name_or_path), known)
    if faults:
        raise InputError(set(faults))
    plan_file, path, _ = chain[0]
    measures = tuple(measure for part in reversed(chain) for measure in part[2])
    return Plan(
        name=plan_file.name,
        title=plan_file.title or Title(zh=plan_file.name, en=plan_file.name),
        years=next((part[0].years for part in chain if part[0].years), ()),
        measures=_number_lines(measures, known),
        path=path,
    )


_Part = tuple[PlanFile, Path, tuple[Measure, ...]]


def _read_chain(name: str, known: Known | None) -> tuple[list[_Part], list[Fault]]:
    """Read a plan and what it extends, the plan itself first, and gather all faults."""
    parts: list[_Part] = []
    faults: list[Fault] = []
    seen: list[tuple[Path, str]] = []
    asked_by: PlanSource | None = None
    while True:
        path, shown_name = _locate(name, seen[-1] if seen else None)
        try:
            document, lines = read_document(path, shown_name)
        except InputError as error:
            faults.extend(_unread(error, name, asked_by))
            return parts, faults
        source = PlanSource(shown_name, document, lines)
        seen.append((path, shown_name))
        plan_file, head_faults = _read_head(source)
        measures, measure_faults = _read_measures(source, known)
        faults.extend([*head_faults, *measure_faults])
        if plan_file is not None:
            parts.append((plan_file, path, measures))
        extends = document.get("extends")
        if not isinstance(extends, str):
            return parts, faults
        circle = _circle(source, extends, seen)
        if circle:
            return parts, [*faults, circle]
        name, asked_by = extends, source


def _locate(name: str, parent: tuple[Path, str] | None) -> tuple[Path, str]:
    """Return the file that a name means, and how to call it in faults."""
    shipped = {plan: PLANS_FOLDER / f"{plan}.toml" for plan in shipped_plans()}
    if name in shipped:
        return shipped[name], f"scenarios/plans/{name}.toml"
    if parent is None:
        return Path(name), name
    return parent[0].parent / name, (Path(parent[1]).parent / name).as_posix()


def _unread(error: InputError, name: str, asked_by: PlanSource | None) -> list[Fault]:
    """Return the faults of a file that could not be read, said where its name was written."""
    fault = error.faults[0]
    if fault.code != "plan.file" or fault.line:
        return list(error.faults)
    message, allowed, remedy = f"{shown(name)} {fault.message}", "", fault.help
    if fault.message == NO_SUCH_FILE:
        message = f"unknown plan {shown(name)}: no shipped plan and no file has that name"
        allowed = nearest(name, shipped_plans())
        remedy = "landsea plans   lists them"
    if asked_by is None:
        return [Fault(fault.file, 0, "", "plan.file", message, allowed, remedy)]
    return [asked_by.fault(("extends",), "plan.extends", message, allowed=allowed, help=remedy)]


def _circle(source: PlanSource, extends: str, seen: list[tuple[Path, str]]) -> Fault | None:
    """Return the fault of a plan that extends itself, directly or through others."""
    path, name = _locate(extends, seen[-1])
    resolved = [_resolved(one) for one, _ in seen]
    if _resolved(path) in resolved:
        names = [one for _, one in seen[resolved.index(_resolved(path)) :]]
        message = "the plan extends itself: " + " -> ".join([*names, names[0]])
    elif len(seen) >= _MAX_CHAIN:
        message = f"more than {_MAX_CHAIN} plans extend one another, up to {name}"
    else:
        return None
    return source.fault(("extends",), "plan.extends", message, help="leave out one extends")


def _resolved(path: Path) -> str:
    """Return one name for a file, however it is written."""
    try:
        return str(path.resolve())
    except (OSError, ValueError):
        return str(path)


def _read_head(source: PlanSource) -> tuple[PlanFile | None, list[Fault]]:
    """Read the fields of a plan file apart from its measures."""
    try:
        return PlanFile.model_validate(source.document), []
    except ValidationError as error:
        return None, source.faults(error, PlanFile)


def _read_measures(
    source: PlanSource, known: Known | None
) -> tuple[tuple[Measure, ...], list[Fault]]:
    """Read every measure of a file by itself, so that no fault hides another."""
    listed = source.document.get("measure")
    measures: list[Measure] = []
    faults: list[Fault] = []
    for position, raw in enumerate(listed if isinstance(listed, list) else []):
        measure, found = _read_measure(source, position, raw, known)
        faults.extend(found)
        if measure is not None:
            measures.append(measure)
    return tuple(measures), faults


def _read_measure(
    source: PlanSource, position: int, raw: object, known: Known | None
) -> tuple[Measure | None, list[Fault]]:
    """Read one measure, or return all that is wrong with it."""
    address: Address = ("measure", position)
    if not isinstance(raw, dict):
        message, remedy = f"{shown(raw)} is not a table", "begin each measure with [[measure]]"
        return None, [source.fault(address, "plan.type", message, help=remedy)]
    kind = raw.get("kind")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    faults: list[Fault] = []
    if model is None:
        faults.append(_wrong_kind(source, address, raw))
        raw, reader = {**raw, "kind": ""}, CommonFields
    else:
        reader = model
    try:
        measure = reader.model_validate(raw, context=known)
    except ValidationError as error:
        return None, [*faults, *source.faults(error, reader, address)]
    return (measure if isinstance(measure, Measure) else None), faults


def _wrong_kind(source: PlanSource, address: Address, raw: dict[str, Any]) -> Fault:
    """Return the fault of a measure whose kind is missing or unknown."""
    kinds = list(KINDS)
    where = (*address, "kind")
    if "kind" not in raw:
        message = 'required key "kind" is missing'
        return source.fault(where, "plan.missing", message, allowed=", ".join(kinds))
    kind = raw["kind"]
    message = f"unknown kind {shown(kind)}"
    allowed = nearest(kind if isinstance(kind, str) else "", kinds)
    return source.fault(where, "plan.kind", message, allowed=allowed)


def _number_lines(measures: tuple[Measure, ...], known: Known | None) -> tuple[Measure, ...]:
    """Give each new lock line without a number the next free one of its lock."""
    lines = {lock: set(named) for lock, named in known.lock_lines.items()} if known else {}
    for measure in measures:
        if isinstance(measure, LockLine):
            lines.setdefault(measure.lock, set()).add(measure.line)
    numbered: list[Measure] = []
    for measure in measures:
        if isinstance(measure, LockLine) and not measure.line:
            taken = lines[measure.lock]
            line = str(max((int(one) for one in taken if one.isdigit()), default=0) + 1)
            taken.add(line)
            numbered.append(measure.model_copy(update={"line": line}))
        else:
            numbered.append(measure)
    return tuple(numbered)
