"""The package's modules and what each imports, as drawn from their source."""

from collections.abc import Iterable, Iterator, Mapping

import grimp

Graph = Mapping[str, frozenset[str]]


def graph_of(package: str) -> Graph:
    """Module → modules of the package that it imports, at its head or in functions; not for types alone."""
    drawn = grimp.build_graph(package, exclude_type_checking_imports=True, cache_dir=None)
    return {name: frozenset(drawn.find_modules_directly_imported_by(name)) for name in sorted(drawn.modules)}


def circles(graph: Graph) -> list[list[str]]:
    """Groups of modules of which each leads to each other (Tarjan's strongly connected components)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        path.append(name)
        for other in sorted(graph.get(name, ())):
            if other not in number:
                visit(other)
            if other in path:
                lowest[name] = min(lowest[name], lowest[other])
        if lowest[name] == number[name]:
            group = path[path.index(name) :]
            del path[path.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in number:
            visit(name)
    return found


def reached(graph: Graph, roots: Iterable[str]) -> set[str]:
    """The roots and all that they import, however far."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name]
    return found


def below(graph: Graph, package: str) -> Iterator[str]:
    """The package and its modules."""
    return (name for name in graph if name == package or name.startswith(f"{package}."))
