"""What readers must know of metrics, units and aggregates: families, and what grows or is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.entity import Entity
from kg.lists import ClaimKind, TimeNature, UnitFamily

PERCENTS: Final = frozenset((UnitFamily.PERCENT, UnitFamily.PERCENTAGE_POINT))
# Places and scores grow too, by places and by points.
PLACED: Final = frozenset((UnitFamily.RANK, UnitFamily.SCORE))
# The metric that a plain count of a unit's things is, where nothing else is named.
COUNTED: Final = {
    "enterprises": "enterprise_count", "persons": "employee_count", "projects": "project_count",
    "countries": "country_count", "markets": "market_count", "subscribers": "subscriber_count",
    "users": "user_count", "customers": "customer_count", "stations": "base_station_count",
    "racks": "rack_count", "servers": "server_count", "centres": "data_centre_count",
    "offices": "office_count", "stores": "store_count", "plants": "plant_count", "deals": "deal_count",
    "patents": "patent_count", "vehicles": "vehicle_count", "products": "product_count",
    "accounts": "account_count", "households": "household_count", "transactions": "transaction_count",
    "views": "view_count", "downloads": "download_count", "awards": "award_count",
    "devices": "device_count", "localities": "locality_count", "hectares": "land_area",
    "square_metres": "floor_area",
}  # fmt: skip
# And those of things of a narrower sort, whose metric does not imply their unit.
ALSO_COUNTED: Final = {
    "phones": "unit_sales", "chips": "unit_sales", "games": "product_count", "shops": "shop_count",
    "orders": "transaction_count", "parcels": "transaction_count", "rounds": "deal_count",
    "funds": "investor_count",
}  # fmt: skip
# What metrics count: those above, and others that no unit alone stands for.
THINGS: Final[Mapping[str, str]] = {
    **{metric: unit for unit, metric in COUNTED.items()},
    **dict.fromkeys(
        ("digital_consumer_count", "employee_increase", "engineer_count", "expert_count", "graduate_count",
         "job_count", "population", "student_count", "trainee_count"), "persons"
    ),
    **dict.fromkeys(("subsidiary_count", "supplier_count", "unicorn_count"), "enterprises"),
    "acquisition_count": "deals", "incident_count": "incidents", "investor_count": "investors",
    "merchant_count": "merchants", "partner_count": "partners", "service_count": "services",
    "shares_offered": "shares", "shop_count": "shops", "university_count": "universities",
}  # fmt: skip
# Things that are counted by other words: "backed 18 companies" in as many deals, "delivered 9,000 units".
_BY_OTHER_WORDS: Final = {
    "deal_count": frozenset(("enterprises",)),
    "partner_count": frozenset(("enterprises",)),
    "merchant_count": frozenset(("enterprises", "stores")),
    "vehicle_count": frozenset(("products",)),
}
# Units of things of one sort: what is counted in one may be counted in another.
_SORTS: Final = (
    frozenset(("products", "phones", "chips", "games", "devices", "vehicles", "applications", "platforms")),
    frozenset(("stores", "shops", "merchants")), frozenset(("transactions", "orders", "parcels")),
    frozenset(("countries", "markets")), frozenset(("deals", "rounds")), frozenset(("investors", "funds")),
    frozenset(("customers", "enterprises", "merchants", "shops", "stores")),
)  # fmt: skip
# Units that follow from the family, in the order in which a metric of several families is read.
_UNIT_OF: Final[Mapping[str, str]] = {
    UnitFamily.RATE: "per_1000_persons",
    UnitFamily.RANK: "rank",
    UnitFamily.COUNT: "",  # its things
    UnitFamily.SCORE: "points",
    UnitFamily.MULTIPLE: "ratio",
}


def thing_of(metric: str | None, unit: str | None) -> str | None:
    """The unit of what is counted in `unit`, as a figure of `metric`: companies that are backed are deals."""
    return THINGS[metric] if metric is not None and unit in _BY_OTHER_WORDS.get(metric, ()) else unit


def unit_under(metric: str, before: str, unit: str | None) -> str | None:
    """The unit of what is called `metric`, not `before`: things that a metric counts go with its name."""
    return THINGS.get(metric, unit) if unit is not None and unit == THINGS.get(before) else unit


def of_one_sort(one: str | None, other: str | None) -> bool:
    """Whether things of one unit may be counted in the other: phones are products."""
    return one == other or any(one in sort and other in sort for sort in _SORTS)


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as far as reading needs it."""

    id: str
    families: frozenset[str]
    time: str
    growth_of: tuple[str, ...]
    share_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Metrics by id, families of units, growth by what grows, sectors of aggregates, parents of firms."""

    metrics: Mapping[str, Metric]
    families: Mapping[str, str]
    growth: Mapping[str, tuple[str, ...]]
    sectors: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entities: Mapping[str, Entity]) -> Catalogue:
        """The catalogue that the curated entities give."""
        metrics, families, sectors, parents = {}, {}, {}, {}
        growth: dict[str, list[str]] = defaultdict(list)
        for entity in entities.values():
            if entity.kind == "unit":
                families[entity.id] = _flag(entity, "unitFamily")[0]
            elif entity.kind == "metric":
                metric = Metric(
                    entity.id,
                    frozenset(_flag(entity, "unitFamily")),
                    _flag(entity, "timeNature")[0],
                    _flag(entity, "growthOf"),
                    _flag(entity, "shareOf"),
                )
                metrics[entity.id] = metric
                for base in metric.growth_of:
                    growth[base].append(entity.id)
            elif entity.kind == "aggregate":
                for name, ref in entity.links:
                    if name == "sector":
                        sectors[entity.ref] = ref.partition("/")[2]
            elif (parent := dict(entity.links).get("subsidiaryOf")) is not None:
                parents[entity.ref] = parent
        return cls(metrics, families, {base: tuple(ids) for base, ids in growth.items()}, sectors, parents)

    def growth_metric(self, base: str, family: str) -> str | None:
        """The metric that says how `base` grows in units of `family`: ``revenue`` -> ``revenue_growth``."""
        fitting = [m for m in self.growth.get(base, ()) if family in self.metrics[m].families]
        named = f"{base.removesuffix('_value').removesuffix('_count').removesuffix('_amount')}_growth"
        for name in (f"{base}_growth", named):
            if name in fitting:
                return name
            # Growth of a count and of a value of one thing are one metric.
            if name in self.metrics and family in self.metrics[name].families:
                return name
        return fitting[0] if fitting else None

    def unit_of(self, metric: str | None) -> str | None:
        """The unit of a figure of `metric` that prints none; None where that could be any."""
        if not metric:
            return None
        families = self.metrics[metric].families
        for family, unit in _UNIT_OF.items():
            if family in families:
                return unit or THINGS.get(metric)
        return None

    def is_flow(self, metric: str | None) -> bool:
        """Whether the metric is measured over a period."""
        known = self.metrics.get(metric or "")
        return known is not None and known.time == TimeNature.FLOW

    def quantity(self, metric: str | None, unit: str | None, *, change: bool) -> ClaimKind:
        """The kind of quantity that a figure of `metric` in `unit` is."""
        family = self.families.get(unit or "", "")
        known = self.metrics.get(metric or "")
        if change and family in PLACED and known is not None and UnitFamily.PERCENT in known.families:
            return ClaimKind.GROWTH
        if family == UnitFamily.RANK:
            return ClaimKind.RANK
        if family == UnitFamily.TIME:
            return ClaimKind.DATE if unit == "year" else ClaimKind.DURATION
        if family == UnitFamily.MULTIPLE:
            return ClaimKind.MULTIPLE
        if family in PERCENTS:
            if change or (known is not None and known.growth_of):
                return ClaimKind.GROWTH
            return ClaimKind.SHARE
        if family == UnitFamily.RATE:
            return ClaimKind.RATIO
        if family == UnitFamily.COUNT:
            return ClaimKind.COUNT
        return ClaimKind.LEVEL


def _flag(entity: Entity, name: str) -> tuple[str, ...]:
    return tuple(str(value).partition("/")[2] for flag, value in entity.flags if flag == name)
