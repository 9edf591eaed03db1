"""Prepared queries of whole objects, for the one case a page or a deed is about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, update_wrapper, wraps
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from cases.queries.prepared import Given, Planned, Row

Thing = TypeVar("Thing", bound=Model)


@dataclass(frozen=True)
class Part:
    """One object's share of a row; `path` leads there from the first object, as `person__family`."""

    path: str
    model: type[Model]
    begin: int

    @cached_property
    def names(self) -> list[str]:
        return [field.attname for field in self.model._meta.concrete_fields]

    @property
    def columns(self) -> list[str]:
        return [f"{self.path}__{name}" if self.path else name for name in self.names]

    @cached_property
    def end(self) -> int:
        return self.begin + len(self.names)

    @cached_property
    def key(self) -> int:
        return self.names.index(self.model._meta.pk.attname)

    @cached_property
    def read_by_field(self) -> list[tuple[int, Any]]:
        """Places of values the database tells otherwise than the field does, such as JSON."""
        fields = enumerate(self.model._meta.concrete_fields)
        return [(place, field) for place, field in fields if hasattr(field, "from_db_value")]

    def made(self, row: Row) -> Model | None:
        values = list(row[self.begin : self.end])
        if values[self.key] is None:
            return None
        for place, field in self.read_by_field:
            values[place] = field.from_db_value(values[place], None, connection)
        return self.model.from_db(connection.alias, self.names, values)


class PreparedObjects(Generic[Thing]):
    """Gives the objects `build` would give, each with the related ones of `paths` in its cache; their plan is kept."""

    def __init__(self, build: Callable[..., QuerySet[Thing]], model: type[Thing], paths: tuple[str, ...]) -> None:
        self.parts = _parts(model, paths)
        columns = [column for part in self.parts for column in part.columns]

        @wraps(build)
        def values(**marks: Given) -> QuerySet[Any, Any]:
            return build(**marks).values_list(*columns)

        self.build, self.rows = build, Planned(values)
        update_wrapper(self, build)

    def __call__(self, **told: Given) -> list[Thing]:
        return [self._made(row) for row in self.rows(**told)]

    def _made(self, row: Row) -> Any:
        made = {part.path: part.made(row) for part in self.parts}
        for path in filter(None, made):
            before, _, name = path.rpartition("__")
            if made[before] is not None:
                setattr(made[before], name, made[path])
        return made[""]


def _parts(model: type[Model], paths: tuple[str, ...]) -> list[Part]:
    parts = {"": Part("", model, 0)}
    begin = parts[""].end
    for path in paths:
        before, _, name = path.rpartition("__")
        related: Any = parts[before].model._meta.get_field(name).related_model
        parts[path] = Part(path, related, begin)
        begin = parts[path].end
    return list(parts.values())


def prepared_objects(
    model: type[Thing], *paths: str
) -> Callable[[Callable[..., QuerySet[Thing]]], PreparedObjects[Thing]]:
    """`paths` as `select_related` takes them, but one for each object: "person" before "person__family"."""
    return lambda build: PreparedObjects(build, model, paths)
