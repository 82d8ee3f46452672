"""Answers as plain data for JSON, and the JSON Schemas of that data, both read from the classes of the answers."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import types
from collections.abc import Iterable, Mapping
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from mmkb.records.base import Record

Schema = dict[str, Any]

REFERENCE: Final = "#/components/schemas/"
"""Where the OpenAPI document holds its schemas."""

_SCALARS: Final[dict[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}


def to_json(value: object) -> str:
    """A value as one line of JSON, with a line end.

    Raises:
        ValueError: If it holds a number that JSON has no word for.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def to_data(value: Any) -> Any:
    """An answer, or anything inside one, as plain data: answers and named tuples by their fields, other tuples as lists."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude_none=True)
    if dataclasses.is_dataclass(value):
        return {field.name: to_data(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: to_data(getattr(value, name)) for name in value._fields}
    if isinstance(value, Mapping):
        return {str(key): to_data(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    raise TypeError(f"no plain data for {type(value).__name__}")


_FIELD = re.compile(r"(?m)^ {4}(\w+): (.+(?:\n {8}.+)*)")


def _field_descriptions(of: type) -> dict[str, str]:
    """What the docstrings of a class and its bases say of its attributes."""
    found: dict[str, str] = {}
    for base in reversed(of.__mro__):
        text = inspect.cleandoc(base.__doc__ or "")
        _, _, attributes = text.partition("Attributes:\n")
        found |= {name: " ".join(words.split()).replace("``", "`") for name, words in _FIELD.findall(attributes)}
    return found


def _field_names(of: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(of)] if dataclasses.is_dataclass(of) else list(of._fields)


class Schemas:
    """The JSON Schemas of answers, each class once, under its name.

    Attributes:
        named: Schemas by name.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self.named: dict[str, Schema] = {}
        self._classes: dict[str, type] = {}

    def put(self, name: str, schema: Schema) -> Schema:
        """Keep a schema under a name.

        Returns:
            A reference to it.

        Raises:
            ValueError: If another schema has the name.
        """
        if self.named.setdefault(name, schema) != schema:
            raise ValueError(f"two different schemas are called {name}")
        return {"$ref": f"{REFERENCE}{name}"}

    def of(self, annotation: Any) -> Schema:
        """The schema of the data that :func:`to_data` makes of a value of a type."""
        if annotation in _SCALARS:
            return dict(_SCALARS[annotation])
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin in (Union, types.UnionType):
            return self._either([self.of(argument) for argument in arguments])
        if origin is tuple or (isinstance(origin, type) and issubclass(origin, list)):
            return self._list(arguments)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        if isinstance(annotation, type) and (dataclasses.is_dataclass(annotation) or hasattr(annotation, "_fields")):
            return self._class(annotation)
        if isinstance(annotation, type) and issubclass(annotation, str):
            return {"type": "string"}
        raise TypeError(f"no schema for {annotation!r}")

    @staticmethod
    def _either(options: list[Schema]) -> Schema:
        if all(set(option) == {"type"} for option in options):
            return {"type": [option["type"] for option in options]}
        return {"anyOf": options}

    def _list(self, arguments: tuple[Any, ...]) -> Schema:
        if len(arguments) == 1 or arguments[1:] == (Ellipsis,):
            return {"type": "array", "items": self.of(arguments[0])}
        items = [self.of(argument) for argument in arguments]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}

    def fields(self, of: type, names: Iterable[str]) -> dict[str, Schema]:
        """The schemas of some fields of a class, each with what the class says of it."""
        hints, told = get_type_hints(of), _field_descriptions(of)
        return {
            name: {**self.of(hints[name]), **({"description": told[name]} if name in told else {})} for name in names
        }  # fmt: skip

    def _class(self, of: type) -> Schema:
        """The schema of a class, kept under its name."""
        if self._classes.get(of.__name__) is of:
            return {"$ref": f"{REFERENCE}{of.__name__}"}
        names = _field_names(of)
        kept = self.put(
            of.__name__,
            {
                "type": "object",
                "description": inspect.cleandoc(of.__doc__ or "").partition("\n")[0].replace("``", "`"),
                "properties": self.fields(of, names),
                "required": names,
            },
        )
        self._classes[of.__name__] = of
        return kept


def record_schemas(schemas: Schemas, kind: str, schema: Schema) -> Schema:
    """Keep the JSON Schema of an entry, with everything that it defines.

    Args:
        schemas: Where to keep them.
        kind: Kind of the entry.
        schema: The schema, as :func:`mmkb.schemas.schema_of` writes it.

    Returns:
        A reference to it.
    """
    moved = _moved(schema)
    for name, definition in moved.pop("$defs", {}).items():
        schemas.put(name, definition)
    return schemas.put(f"{kind}-record", {key: value for key, value in moved.items() if key not in ("$schema", "$id")})


def _moved(node: Any) -> Any:
    """A schema whose references lead to where OpenAPI holds schemas."""
    if isinstance(node, dict):
        return {
            key: value.replace("#/$defs/", REFERENCE) if key == "$ref" and isinstance(value, str) else _moved(value)
            for key, value in node.items()
        }
    return [_moved(item) for item in node] if isinstance(node, list) else node


def own_fields(answer: type) -> tuple[str, ...]:
    """The fields of an answer about one entry that stand beside its record: what other entries say of it."""
    return tuple(field.name for field in dataclasses.fields(answer) if field.name not in ("record", "names", "sources"))
