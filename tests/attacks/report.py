"""What an attack did and what it found wrong."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TOLD = 20  # faults that are told one by one
WIDTH = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``tried`` counts what was done, ``faults`` what is wrong afterwards, by kind; ``told`` names some."""

    scene: str
    tried: Mapping[str, int]
    faults: Mapping[str, int]
    told: tuple[str, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        """Something was tried, and nothing is wrong."""
        return bool(self.tried) and not any(self.faults.values())


@dataclass(slots=True)
class Faults:
    """Faults as they are found; a kind that was looked for and not found counts 0."""

    found: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def note(self, kind: str, those: Iterable[object]) -> None:
        """Each of those is a fault of that kind."""
        those = list(those)
        self.found[kind] += len(those)
        self.told += [f"{kind}: {one}" for one in those]

    def add(self, others: "Faults") -> None:
        """Those that somebody else found."""
        self.found.update(others.found)
        self.told += others.told

    def report(self, scene: str, tried: Mapping[str, int]) -> Report:
        return Report(scene=scene, tried=dict(tried), faults=dict(self.found), told=tuple(self.told[:TOLD]))


def together(reports: Iterable[Report]) -> Report:
    """One report of several attacks of a scene."""
    reports = list(reports)
    tried: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for one in reports:
        tried.update(one.tried)
        faults.update(one.faults)
    told = [line for one in reports for line in one.told]
    return Report(scene=reports[0].scene, tried=dict(tried), faults=dict(faults), told=tuple(told[:TOLD]))


def table(reports: Iterable[Report]) -> str:
    """The figures, a scene after the other."""
    lines = []
    for one in reports:
        lines.append(one.scene)
        for title, figures in (("tried", one.tried), ("faults", one.faults)):
            lines.append(f"  {title:7}" + ", ".join(f"{count} {name}" for name, count in figures.items()))
        lines += [f"  FAULT  {line}"[: WIDTH * 4] for line in one.told]
    return "\n".join(lines)
