"""Bringing an older lake up to this version, step by step, in the order of STEPS.

A step looks for what it has to do, so that a lake which has it done already costs a look. It may be killed
at any moment and is repeated then: whatever it does stands or does not, and what stands is not done again.
A later change adds its step before the last one, the marker, which says that all is done. A step that knows
what is done by the version in a file comes before those that write files for another reason. After all of
them articles/ is brought to the buckets that are asked for, as any lake of this version may be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from wirelake.errors import ConfigError
from wirelake.lake.marker import MARKER, check_number, read_marker, signs
from wirelake.migrate import buckets, marking, new_columns, version_names
from wirelake.storage import Store

Progress = Callable[[str, int, int], None]  # step, done, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of a lake.

    ``due`` names the objects that have it before them; ``apply`` changes one of them, and may do so again.
    """

    name: str
    meaning: str
    due: Callable[[Store], list[str]]
    apply: Callable[[Store, str], None]


STEPS: tuple[Step, ...] = (
    Step(
        name="columns",
        meaning="fill the columns that came with schema 5: row_id, local_date and others",
        due=new_columns.due,
        apply=new_columns.apply,
    ),
    Step(
        name="versions",
        meaning="name versions that no wire names by their payloads",
        due=version_names.due,
        apply=version_names.apply,
    ),
    Step(
        name="marker", meaning="state the version in the lake's marker", due=marking.due, apply=marking.apply
    ),
)


def _steps(number: int | None) -> tuple[Step, ...]:
    moving = Step(
        name="buckets",
        meaning="move each published date of articles/ into the buckets of its sources",
        due=partial(buckets.due, number=number),
        apply=partial(buckets.apply, number=number),
    )
    return (*STEPS, moving)


def plan(store: Store, number: int | None = None) -> list[tuple[Step, list[str]]]:
    """The steps that have something to do, each with the objects. Changes nothing.

    Args:
        number: of buckets that the lake is to have; as many as it has where None.

    Raises:
        ConfigError: neither a lake nor the tables of an older one stand there; there cannot be so many
            buckets.
    """
    if number is not None:
        check_number(number)
    if read_marker(store) is None and not signs(store):
        raise ConfigError(
            f"{store.uri}: neither {MARKER} nor a table in wirelake's layout stands here. "
            "Is the address (WIRELAKE_LAKE) right, and the disk mounted?"
        )
    return [(step, objects) for step in _steps(number) if (objects := step.due(store))]


def migrate(store: Store, progress: Progress, number: int | None = None) -> int:
    """Do all that is due; how many objects were changed.

    Raises:
        ConfigError: as ``plan``.
    """
    plan(store, number)
    changed = 0
    for step in _steps(number):
        objects = step.due(store)  # anew: the steps before may have changed it
        for done, path in enumerate(objects):
            progress(step.name, done, len(objects))
            step.apply(store, path)
            progress(step.name, done + 1, len(objects))
        changed += len(objects)
    return changed
