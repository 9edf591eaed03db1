"""Queries that are compiled once: for the pages opened all day, building the SQL takes longer than answering it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property, update_wrapper
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Lookup, QuerySet, UUIDField

from cases.models.planned import planned_cursor

Row = tuple[Any, ...]
Given = UUID | datetime | list[UUID]
Said = tuple[str, list[Any]]
FAR = datetime(9000, 1, 1, tzinfo=UTC)


@UUIDField.register_lookup
class AnyOf(Lookup):
    """`pk__any_of=keys`: the keys are one value, so the query is the same for any number of them."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, given = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*given, self.rhs]


class Prepared:
    """Calls `build` a single time, with marks in place of its keyword arguments: a UUID, a list of them or a moment.

    `build` gives a query of plain values whose shape does not depend on the arguments; the rows come back as the
    database tells them, so a JSON column is no value for it.
    """

    cursor = staticmethod(lambda: connection.cursor())

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        update_wrapper(self, build)

    def __call__(self, **told: Given) -> list[Row]:
        with self.cursor() as cursor:
            cursor.execute(*self.said(**told))
            rows: list[Row] = cursor.fetchall()
        return rows

    def said(self, **told: Given) -> Said:
        """The statement and its values, as they can stand inside another."""
        sql, values = self._compiled
        return sql, [told[value.name] if isinstance(value, _Place) else value for value in values]

    @cached_property
    def _compiled(self) -> tuple[str, list[object]]:
        kinds = {name: kind for name, kind in self.build.__annotations__.items() if name != "return"}
        marks = {name: _mark(kind, number) for number, (name, kind) in enumerate(kinds.items())}
        sql, values = self.build(**marks).query.sql_with_params()
        found = [_place_of(value, marks) for value in values]
        missing = set(marks) - {value.name for value in found if isinstance(value, _Place)}
        assert not missing, f"{self.build.__name__} leaves out {missing}"
        return sql, found


class Planned(Prepared):
    """Of which the database keeps the plan as well: for rows found by a key, where one plan is right for everybody."""

    cursor = staticmethod(planned_cursor)


class _Place:
    def __init__(self, name: str) -> None:
        self.name = name


def _mark(kind: object, number: int) -> Given:
    if kind is datetime:
        return FAR + timedelta(days=number)
    return UUID(int=number) if kind is UUID else [UUID(int=number)]


def _place_of(value: object, marks: dict[str, Given]) -> object:
    return next((_Place(name) for name, mark in marks.items() if type(mark) is type(value) and mark == value), value)


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Prepared:
    return Prepared(build)


def planned(build: Callable[..., QuerySet[Any, Any]]) -> Planned:
    return Planned(build)
