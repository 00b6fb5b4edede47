"""Plain YAML: bounded, without what only looks clever, and with the line of each field."""

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.composer import ComposerError
from yaml.constructor import ConstructorError

Place = tuple[str | int, ...]  # ("discover", 0, "url")


def plainly(text: str) -> tuple[Any, dict[Place, int]]:
    """What the YAML holds, and on which line each field stands, from 1 on.

    Raises:
        yaml.YAMLError, and what PyYAML's constructors let out: it is none, or not plain.
    """
    loader = _PlainLoader(text)
    try:
        node = loader.get_single_node()
        return (loader.construct_document(node), dict(_lines(node))) if node is not None else (None, {})
    finally:
        loader.dispose()


def _lines(top: yaml.Node) -> Iterator[tuple[Place, int]]:
    waiting: list[tuple[Place, yaml.Node]] = [((), top)]
    while waiting:
        place, node = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    yield (*place, key.value), key.start_mark.line + 1
                    waiting.append(((*place, key.value), value))
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                yield (*place, number), value.start_mark.line + 1
                waiting.append(((*place, number), value))


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases, by which 1 kB can stand for gigabytes, and with each field once."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, "aliases (*name) are not used here: write the value out", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise ConstructorError(None, None, f"{key.value!r} stands twice: delete one", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """What only looks like a moment, such as 2026-02-30, stays text: its field says what is wrong."""
        try:
            return super().construct_yaml_timestamp(node)
        except (ValueError, OverflowError):
            return self.construct_scalar(node)


_PlainLoader.add_constructor("tag:yaml.org,2002:timestamp", _PlainLoader.construct_yaml_timestamp)
