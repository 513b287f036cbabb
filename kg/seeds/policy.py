"""policy.yaml: how hedges are read, where the seeds want it otherwise than the house does.

The file names itself and the rows that differ from the house policy (`kg.interval.POLICY`)::

    policy: strict-2
    about_width: 0.1
    hedges:
      over: {expected: beyond step, hard: beyond step}
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from kg.interval import END, POLICY, Ends, Policy, bounds
from kg.lists import ClaimKind, Hedge
from kg.literals import decimal
from kg.seeds.fields import Fields
from kg.yamlfile import Mapping, parse

POLICY_FIELDS = ("policy", "about_width", "hedges")
ROW_FIELDS = ("expected", "hard")
# Figures on which a row is tried: what is expected must be possible.
_TRIALS = (Decimal(20), Decimal(1000))


def read_policy(data: bytes, path: Path) -> Policy:
    """The policy of a file; raises BadInput with file and line on anything unexpected."""
    top = Fields(parse(data, path), path, path.name)
    top.only(POLICY_FIELDS)
    name = top.local_id("policy")
    if name == POLICY.name:
        raise top.error(f"{name!r} is the name of the house policy", "policy", "give it a name of its own")
    width = POLICY.about_width
    if top.node("about_width") is not None:
        width = top.parsed("about_width", decimal)
        if not 0 <= width < 1:
            raise top.error("an about is as wide as 0 to 1 times the figure", "about_width")
    rows = dict(POLICY.rows)
    hedges = top.mapping("hedges")
    if hedges is not None:
        listed = Fields(hedges, path, "hedges")
        listed.only(list(Hedge))
        for hedge in listed.names():
            mapping = listed.mapping(hedge)
            assert mapping is not None
            rows[Hedge(hedge)] = _row(mapping, path, hedge)
    policy = Policy(name, width, rows)
    _try(policy, top)
    return policy


def _row(mapping: Mapping, path: Path, hedge: str) -> Ends:
    fields = Fields(mapping, path, f"hedges: {hedge}")
    fields.only(ROW_FIELDS)
    pairs = []
    for name in ROW_FIELDS:
        ends = fields.text(name).split()
        if len(ends) != 2 or not set(ends) <= set(END):
            raise fields.error("a low and a high end are expected", name, f"two of {', '.join(END)}")
        pairs.append((ends[0], ends[1]))
    return pairs[0], pairs[1]


def _try(policy: Policy, top: Fields) -> None:
    """Refuse a policy under which an expected figure is not a possible one."""
    for hedge in policy.rows:
        for value in _TRIALS:
            high = value if hedge is Hedge.RANGE else None
            held = bounds(hedge, value, Decimal(1), ClaimKind.LEVEL, value_max=high, policy=policy)
            if held.expected.is_empty() or not held.hard.contains(held.expected):
                what = f"{hedge}: what is expected of it is not within what is possible"
                raise top.error(what, "hedges", "widen hard, or narrow expected")
