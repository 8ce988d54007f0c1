"""The OpenAPI document of the operations this emulator answers, made from their declarations."""

import types
from collections.abc import Iterable
from dataclasses import is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from attune_emulator.http.fields import Absent, Length, Patch, Range, Timestamp, slots
from attune_emulator.http.routes import Route

_TYPES: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer", "format": "int64"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    dict: {"type": "object"},
    Any: {},
}


def document(routes: Iterable[Route], version: str) -> dict[str, Any]:
    """Return the whole document."""
    paths: dict[str, dict[str, Any]] = {}
    schemas: dict[str, Any] = {}
    for route in routes:
        if route.path.startswith("/_emulator/"):
            continue
        paths.setdefault(route.path.replace("{*", "{"), {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Attune API", "version": version, "description": "As answered by the Attune emulator"},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer_auth": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": _TYPES[kind]}
        for name, kind in route.parameters.items()
    ]
    for slot in slots(route.query) if route.query else ():
        schema = _schema(slot.annotation, schemas)
        parameters.append({"name": slot.name, "in": "query", "required": slot.required, "schema": schema})
    operation: dict[str, Any] = {
        "tags": [route.tag],
        "summary": route.summary,
        "operationId": route.handler.__name__,
        "parameters": parameters,
        "responses": {"default": {"description": "As documented for the platform"}},
        "security": [] if route.public else [{"bearer_auth": []}],
    }
    if route.body is not None:
        content = {"application/json": {"schema": _schema(route.body, schemas)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _schema(annotation: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    if annotation in _TYPES:
        return dict(_TYPES[annotation])
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is Timestamp:
        return {"type": "string", "format": "date-time"}
    if origin is Annotated:
        return _bounded(_schema(arguments[0], schemas), arguments[1:])
    if origin in (Union, types.UnionType):
        inner = [_schema(a, schemas) for a in arguments if a not in (type(None), Absent)]
        return {"oneOf": [*inner, {"type": "null"}]} if type(None) in arguments else inner[0]
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0], schemas)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], schemas)}
    if origin is Patch:
        value = _schema(arguments[0], schemas)
        return {"type": "object", "properties": {"op": {"enum": ["set", "clear"]}, "value": value}, "required": ["op"]}
    return _reference(annotation, schemas)


def _bounded(schema: dict[str, Any], extras: Iterable[Any]) -> dict[str, Any]:
    for extra in extras:
        if isinstance(extra, Length | Range):
            names = ("minLength", "maxLength") if isinstance(extra, Length) else ("minimum", "maximum")
            schema |= {n: b for n, b in zip(names, (extra.min, extra.max), strict=True) if b is not None}
    return schema


def _reference(declaration: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    assert is_dataclass(declaration)
    name = declaration.__name__ if isinstance(declaration, type) else type(declaration).__name__
    if name not in schemas:
        schemas[name] = {}
        members = slots(declaration if isinstance(declaration, type) else type(declaration))
        schemas[name] = {
            "type": "object",
            "properties": {slot.name: _schema(slot.annotation, schemas) for slot in members},
            "required": [slot.name for slot in members if slot.required],
        }
    return {"$ref": f"#/components/schemas/{name}"}
