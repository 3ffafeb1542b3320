"""Measures that help against a cause of hardship: what a new plan offers first. Data, adapted by the clerk."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from app.fields.codes import codes


@dataclass(frozen=True)
class SuggestedMeasure:
    """One line for a plan; the clerk says who does it until when."""

    cause: str
    need: str
    kind: str
    batch_tag: str
    content: str


@cache
def _by_cause() -> dict[str, tuple[SuggestedMeasure, ...]]:
    text = resources.files("resources").joinpath("measures.toml").read_text("utf-8")
    return {
        entry["cause"]: tuple(
            SuggestedMeasure(
                entry["cause"], line["need"], line["kind"], line["batch"], line["content"]
            )
            for line in entry["measures"]
        )
        for entry in tomllib.loads(text)["causes"]
    }


def suggested_measures(causes: Iterable[str | None]) -> tuple[SuggestedMeasure, ...]:
    """Measures for these causes, the main cause first; an old cause counts as its successor."""
    found: dict[str, SuggestedMeasure] = {}
    for cause in causes:
        if not cause:
            continue
        current = codes("cause").match(cause).code or cause
        for measure in _by_cause().get(current, ()):
            found.setdefault(measure.content, measure)
    return tuple(found.values())
