"""Rows written by statements that are built once: for those of every deed, building took longer than the writing.

No signal is sent; this house has none."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Model

from cases.models.planned import planned_cursor


def add(row: Model) -> None:
    """As `row.save(force_insert=True)`; the row brings its key and every value."""
    _insert(row, _adding(type(row)))


def add_if_new(row: Model) -> bool:
    """False where the key is in use, be it by a row nobody here can see. Unlike a refusal, this breaks nothing."""
    return _insert(row, f"{_adding(type(row))} ON CONFLICT ({_name(type(row)._meta.pk)}) DO NOTHING")


def add_all(rows: Sequence[Model]) -> None:
    """As `bulk_create(rows)`, all of one model, in one statement that is told one value: the rows as JSON.

    A statement of ten thousand places took ten times as long to write down as to carry out."""
    if not rows:
        return
    model = type(rows[0])
    with planned_cursor() as cursor:
        cursor.execute(_adding_all(model), [_as_json(rows, model._meta.concrete_fields)])
    here = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, here


def change_all(rows: Sequence[Model], names: Sequence[str]) -> None:
    """As `bulk_update(rows, names)`, in one statement that is told one value."""
    if not rows:
        return
    model = type(rows[0])
    fields = [model._meta.get_field(name) for name in names]
    with planned_cursor() as cursor:
        cursor.execute(_changing_all(model, tuple(names)), [_as_json(rows, [model._meta.pk, *fields])])


def _as_json(rows: Sequence[Model], fields: Iterable[Any]) -> str:
    """A column that is left out is empty."""
    names = [(field.column, field.attname) for field in fields]
    told = [{column: value for column, name in names if (value := getattr(row, name)) is not None} for row in rows]
    return json.dumps(told, default=str)


def change(row: Model, names: Sequence[str]) -> None:
    """As `row.save(update_fields=names)`."""
    fields = [row._meta.get_field(name) for name in names]
    with planned_cursor() as cursor:
        cursor.execute(_changing(type(row), tuple(names)), [*_values(row, fields), row.pk])
        if not cursor.rowcount:
            raise DatabaseError(f"{row._meta.label} {row.pk} is not there to change")


def remove(model: type[Model], **where: Any) -> None:
    """As `model.objects.filter(**where).delete()`, for rows nothing points to."""
    with planned_cursor() as cursor:
        cursor.execute(_removing(model, tuple(where)), list(where.values()))


def _insert(row: Model, sql: str) -> bool:
    with planned_cursor() as cursor:
        cursor.execute(sql, _values(row, row._meta.concrete_fields))
        if not cursor.rowcount:
            return False
    row._state.adding, row._state.db = False, connection.alias
    return True


@cache
def _adding(model: type[Model]) -> str:
    fields = model._meta.concrete_fields
    columns, values = ", ".join(map(_name, fields)), ", ".join(map(_place, fields))
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({values})"


@cache
def _adding_all(model: type[Model]) -> str:
    columns = ", ".join(map(_name, model._meta.concrete_fields))
    told = f"json_populate_recordset(NULL::{_table(model)}, %s)"
    return f"INSERT INTO {_table(model)} ({columns}) SELECT {columns} FROM {told}"


@cache
def _changing_all(model: type[Model], names: tuple[str, ...]) -> str:
    columns = [_name(model._meta.get_field(name)) for name in names]
    told = ", ".join(f"{column} = told.{column}" for column in columns)
    table, key = _table(model), _name(model._meta.pk)
    told_all = f"json_populate_recordset(NULL::{table}, %s)"
    return f"UPDATE {table} SET {told} FROM {told_all} AS told WHERE {table}.{key} = told.{key}"


@cache
def _changing(model: type[Model], names: tuple[str, ...]) -> str:
    fields = [model._meta.get_field(name) for name in names]
    told = ", ".join(f"{_name(field)} = {_place(field)}" for field in fields)
    return f"UPDATE {_table(model)} SET {told} WHERE {_name(model._meta.pk)} = %s"


@cache
def _removing(model: type[Model], names: tuple[str, ...]) -> str:
    told = " AND ".join(f"{_name(model._meta.get_field(name))} = %s" for name in names)
    return f"DELETE FROM {_table(model)} WHERE {told}"


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _name(field: Any) -> str:
    return connection.ops.quote_name(field.column)


def _place(field: Any) -> str:
    """An array tells its type."""
    return field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"


def _values(row: Model, fields: Sequence[Any]) -> list[Any]:
    """Psycopg takes them as they are, but for JSON: a field that reads otherwise than the database tells."""
    told = [getattr(row, field.attname) for field in fields]
    for place, field in enumerate(fields):
        if hasattr(field, "from_db_value"):
            told[place] = field.get_db_prep_save(told[place], connection)
    return told
