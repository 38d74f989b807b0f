"""Which nodes of a graph lie on circles, in one pass over its edges."""

from __future__ import annotations

Edges = dict[str, set[str]]


def circling(edges: Edges) -> set[str]:
    """The nodes of circles, and of what lies between circles."""
    left = {node: set(others) for node, others in edges.items()}
    for _ in range(2):
        left = _turned(_without_ends(left))
    return set(left)


def _without_ends(edges: Edges) -> Edges:
    """The edges that lead on for ever: nodes from which none starts go, and then those that led to them only."""
    before = _turned(edges)
    ends = [node for node in before if node not in edges]
    while ends:
        end = ends.pop()
        for node in before.get(end, ()):
            edges[node].discard(end)
            if not edges[node]:
                del edges[node]
                ends.append(node)
    return edges


def _turned(edges: Edges) -> Edges:
    found: Edges = {}
    for node, others in edges.items():
        for other in others:
            found.setdefault(other, set()).add(node)
    return found
