"""Counters for a Prometheus scraper, in its text format, version 0.0.4."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(slots=True)
class Requests:
    """How many requests there were by route and status, and how long they took."""

    by_status: Counter[tuple[str, int]] = field(default_factory=Counter)
    _buckets: list[int] = field(default_factory=lambda: [0] * (len(_BUCKETS) + 1))
    _seconds: float = 0.0

    def add(self, route: str, status: int, seconds: float) -> None:
        """Count one."""
        self.by_status[route, status] += 1
        self._buckets[bisect_left(_BUCKETS, seconds)] += 1
        self._seconds += seconds

    def lines(self) -> Iterable[str]:
        """The counters as text."""
        yield from _metric(
            "kg_requests_total", "counter", "Requests answered.",
            {f'route="{_escaped(r)}",status="{s}"': n for (r, s), n in sorted(self.by_status.items())},
        )  # fmt: skip
        name = "kg_request_seconds"
        yield f"# HELP {name} Seconds from request to the end of its answer.\n# TYPE {name} histogram\n"
        count = 0
        for limit, number in zip((*_BUCKETS, None), self._buckets, strict=True):
            count += number
            yield f'{name}_bucket{{le="{"+Inf" if limit is None else limit}"}} {count}\n'
        yield f"{name}_sum {self._seconds:.6f}\n{name}_count {count}\n"


def gauge(name: str, help_: str, values: Mapping[str, float] | float) -> Iterable[str]:
    """The lines of a value that goes up and down; a mapping has the labels as its keys."""
    return _metric(name, "gauge", help_, values if isinstance(values, Mapping) else {"": values})


def counter(name: str, help_: str, values: Mapping[str, float] | float) -> Iterable[str]:
    """The lines of a value that only grows."""
    return _metric(name, "counter", help_, values if isinstance(values, Mapping) else {"": values})


def _metric(name: str, type_: str, help_: str, values: Mapping[str, float]) -> Iterable[str]:
    yield f"# HELP {name} {help_}\n# TYPE {name} {type_}\n"
    for labels, value in values.items():
        number = str(value) if isinstance(value, int) else f"{value:.6g}"
        yield f"{name}{{{labels}}} {number}\n" if labels else f"{name} {number}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
