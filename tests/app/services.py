"""Every public service that writes, found by looking, and stand-ins for its arguments."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from app.office.session import Office
from tests.conftest import TODAY

Service = Callable[..., Any]

ROOMS = ("cases", "review", "aid", "leaving", "office", "forms")
_WRITES = ("write", "record")


def _modules() -> Iterator[types.ModuleType]:
    for room in ROOMS:
        package = importlib.import_module(f"app.{room}")
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"app.{room}."):
            yield importlib.import_module(found.name)


def _functions() -> dict[Service, str]:
    found: dict[Service, str] = {}
    for module in _modules():
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                found[function] = f"{module.__name__}.{name}"
    return found


def _takes_office(function: Service) -> bool:
    parameters = list(inspect.signature(function).parameters.values())
    return bool(parameters) and parameters[0].annotation in (Office, "Office")


def _calls(function: Service) -> tuple[bool, list[Service]]:
    """Whether the function opens a write itself, and the functions of the house that it calls."""
    writes = False
    called: list[Service] = []
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in _WRITES:
            held = node.func.value
            writes = writes or (isinstance(held, ast.Name) and held.id in ("office", "self"))
        if isinstance(node.func, ast.Name):
            other = getattr(function, "__globals__", {}).get(node.func.id)
            called += [other] if inspect.isfunction(other) else []
    return writes, called


def writing_services() -> dict[str, Service]:
    """Public functions whose first parameter is an Office and that write, themselves or through others."""
    names = _functions()
    told = {function: _calls(function) for function in names}

    def writes(function: Service, seen: set[Service]) -> bool:
        if function in seen or function not in told:
            return False
        seen.add(function)
        here, others = told[function]
        return here or any(writes(other, seen) for other in others)

    return {
        name: function
        for function, name in names.items()
        if not name.rsplit(".", 1)[1].startswith("_")
        and _takes_office(function)
        and writes(function, set())
    }


_PLAIN: dict[Any, Any] = {
    int: 1,
    float: 40.0,
    str: "甲乙丙丁",
    bool: False,
    bytes: b"",
    date: TODAY,
    datetime: datetime(2026, 11, 20),
    Any: "甲",
}


def stand_in(kind: Any) -> Any:
    """Some value of a type; what it says does not matter to a permission."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return stand_in(next(one for one in inner if one is not type(None)))
    if origin is not None:
        return {} if origin in (dict, Mapping) else ()
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is Path:
        return Path("nowhere.bin")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if dataclasses.is_dataclass(kind):
        assert isinstance(kind, type)
        hints = typing.get_type_hints(kind)
        return kind(
            **{one.name: stand_in(hints[one.name]) for one in dataclasses.fields(kind) if one.init}
        )
    raise LookupError(f"no stand-in for {kind}")


def arguments(service: Service, **known: Any) -> dict[str, Any]:
    """Stand-ins for what the service cannot do without; `known` takes precedence."""
    hints = typing.get_type_hints(service)
    parameters = list(inspect.signature(service).parameters.values())[1:]
    return {
        one.name: known[one.name] if one.name in known else stand_in(hints[one.name])
        for one in parameters
        if one.name in known or one.default is inspect.Parameter.empty
    }
