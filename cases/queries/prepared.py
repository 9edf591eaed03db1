"""Queries that are compiled once: for the pages opened all day, building the SQL takes longer than answering it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache, update_wrapper
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Lookup, QuerySet, UUIDField
from psycopg.sql import Literal

from cases.models.planned import planned_cursor

Row = tuple[Any, ...]
Given = UUID | datetime | list[UUID]
Said = tuple[str, list[Any]]
Compiled = tuple[str, list[Any]]  # with places among its values
Kinds = dict[str, object]
Asked = TypeVar("Asked", bound=NamedTuple)
FAR = datetime(9000, 1, 1, tzinfo=UTC)
SHAPES = 256  # of one list, kept compiled


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
        return sql, _filled(values, told)

    @cached_property
    def _compiled(self) -> Compiled:
        return self._built()

    def _built(self) -> Compiled:
        kinds = {name: kind for name, kind in self.build.__annotations__.items() if name != "return"}
        marks = _marks(kinds)
        sql, found = _with_places(self.build(**marks), marks)
        missing = set(marks) - {value.name for value in found if isinstance(value, _Place)}
        assert not missing, f"{self.build.__name__} leaves out {missing}"
        return sql, found


class Planned(Prepared):
    """Of which the database keeps the plan as well: for rows found by a key, where one plan is right for everybody.

    What never changes stands in the statement itself: a plan kept for any value there could use no partial index."""

    cursor = staticmethod(planned_cursor)

    def _built(self) -> Compiled:
        return _spelled_out(*super()._built())


class Shaped(Generic[Asked]):
    """A query of plain values in many shapes, as a list has with its filters; each shape is compiled once.

    Of what is `asked`, keys and moments are told to the statement anew each time, as in `Prepared`; everything else,
    None too, belongs to the shape. A shape may leave out some of them."""

    def __init__(self, build: Callable[[Asked], QuerySet[Any, Any]]) -> None:
        self.build = build
        self._of_shape = lru_cache(maxsize=SHAPES)(self._compiled)
        update_wrapper(self, build)

    def __call__(self, asked: Asked) -> list[Row]:
        told = self._told(asked)
        shape = asked._replace(**_marks({name: type(value) for name, value in told.items()}))
        sql, values = self._of_shape(shape)
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(values, told))
            rows: list[Row] = cursor.fetchall()
        return rows

    def _compiled(self, shape: Asked) -> Compiled:
        return _with_places(self.build(shape), self._told(shape))

    @staticmethod
    def _told(asked: Asked) -> dict[str, Given]:
        return {name: value for name, value in asked._asdict().items() if isinstance(value, UUID | datetime)}


class _Place:
    def __init__(self, name: str) -> None:
        self.name = name


def _marks(kinds: Kinds) -> dict[str, Given]:
    return {name: _mark(kind, number) for number, (name, kind) in enumerate(kinds.items())}


def _with_places(found: QuerySet[Any, Any], marks: dict[str, Given]) -> Compiled:
    sql, values = found.query.sql_with_params()
    return sql, [_place_of(value, marks) for value in values]


def _spelled_out(sql: str, values: list[Any]) -> Compiled:
    """With its constants in their places."""
    first, *parts = sql.split("%s")
    known = [
        Literal(value).as_string().replace("%", "%%") if isinstance(value, str | int) else "%s" for value in values
    ]
    said = first + "".join(word + part for word, part in zip(known, parts, strict=True))
    return said, [value for value, word in zip(values, known, strict=True) if word == "%s"]


def _filled(values: list[Any], told: Mapping[str, Given]) -> list[Any]:
    return [told[value.name] if isinstance(value, _Place) else value for value in values]


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


def shaped(build: Callable[[Asked], QuerySet[Any, Any]]) -> Shaped[Asked]:
    return Shaped(build)
