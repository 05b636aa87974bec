"""From what pydantic refuses to the faults of a plan file, each with its address and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from scenarios.faults import Fault, nearest
from scenarios.measures.values import FAULT, shown

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from scenarios.plan.text import Address, LineIndex

_EXPECTED = {
    "string_type": "is not a text",
    "model_type": "is not a table",
    "dict_type": "is not a table",
    "mapping_type": "is not a table",
    "tuple_type": "is not a list",
    "list_type": "is not a list",
}
_EXAMPLE = {
    "is not a text": 'a text in "quotation marks"',
    "is not a table": "a table, { key = value }",
    "is not a list": 'a list, ["one", "two"]',
}


@dataclass(frozen=True)
class PlanSource:
    """A plan file that is being checked.

    Attributes
    ----------
    name : str
        Name of the file in faults.
    document : mapping
        What the file holds.
    lines : LineIndex
        Lines of its values.
    """

    name: str
    document: Mapping[str, Any]
    lines: LineIndex

    def fault(self, address: Address, code: str, message: str, **more: str) -> Fault:
        """Return a fault of the value at an address."""
        present, value = self._present(address)
        line = self.lines.find(present, value)
        return Fault(
            self.name, line, self._where(address), code, message, text=self.lines.text(line), **more
        )

    def faults(
        self, error: ValidationError, model: type[BaseModel], prefix: Address = ()
    ) -> list[Fault]:
        """Return the faults that a model found in the part of the document at `prefix`."""
        return [self._fault(details, model, prefix) for details in error.errors(include_url=False)]

    def _fault(self, details: ErrorDetails, model: type[BaseModel], prefix: Address) -> Fault:
        """Return one fault in the words of a plan file."""
        kind, location, value = details["type"], details["loc"], details["input"]
        address = (*prefix, *location)
        if kind == FAULT:
            told = dict(details["ctx"])
            return self.fault(
                address, told["code"], told["message"], allowed=told["allowed"], help=told["help"]
            )
        if kind == "missing":
            return self.fault(
                address,
                "plan.missing",
                f'required key "{location[-1]}" is missing',
                help=f"add {location[-1]} = ...",
            )
        if kind == "extra_forbidden":
            known = _keys_at(model, location[:-1])
            allowed = nearest(str(location[-1]), known)
            return self.fault(
                address, "plan.key", f"unknown key {shown(str(location[-1]))}", allowed=allowed
            )
        expected = _EXPECTED.get(kind)
        if expected:
            message = f"{shown(value)} {expected}"
            return self.fault(address, "plan.type", message, allowed=_EXAMPLE[expected])
        if kind == "literal_error":
            allowed = details["ctx"]["expected"].replace("'", "")
            message = f"{shown(value)} is not known here"
            return self.fault(address, "plan.value", message, allowed=allowed)
        return self.fault(address, "plan.value", f"{shown(value)}: {details['msg']}")

    def _present(self, address: Address) -> tuple[Address, object]:
        """Return the part of an address that the document has, and the value there."""
        value: Any = self.document
        for size, part in enumerate(address):
            in_list = isinstance(value, list) and isinstance(part, int) and part < len(value)
            if not in_list and not (isinstance(value, Mapping) and part in value):
                return address[:size], value
            value = value[part]
        return address, value

    def _where(self, address: Address) -> str:
        """Return an address in words, such as ``measure 2 (group water), field lock``."""
        parts = list(address)
        words: list[str] = []
        if len(parts) > 1 and parts[0] == "measure" and isinstance(parts[1], int):
            words.append(f"measure {parts[1] + 1}{self._group(parts[1])}")
            parts = parts[2:]
        present, _ = self._present(address)
        missing = len(address) - len(present)
        kept = parts[: max(len(parts) - missing, 1)]
        field = ".".join(str(part) for part in kept if isinstance(part, str) and part != "[key]")
        items = [part + 1 for part in kept if isinstance(part, int)]
        if field:
            words.append(f"field {field}")
        words.extend(f"item {item}" for item in items)
        return ", ".join(words)

    def _group(self, position: int) -> str:
        """Return the group of a measure in brackets, when it has one."""
        measures = self.document.get("measure")
        measure = measures[position] if isinstance(measures, Sequence) else None
        group = measure.get("group") if isinstance(measure, Mapping) else None
        return f" (group {shown(group)[1:-1]})" if isinstance(group, str) else ""


def _keys_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """Return the keys that a model allows at a place inside it."""
    if not location:
        return list(model.model_fields)
    annotation = model.model_fields[str(location[0])].annotation
    for option in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return _keys_at(option, location[1:])
    return ["value", "low", "high"]
