"""Blocks routed in order: in this process, or spread over several; what is read ahead is bounded."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

from layers.bulk.blocks import Rows
from layers.bulk.router import Plan, Routed, Router

AHEAD: Final = 2
"""Blocks under way for each process."""

_router: Router | None = None


def route_each(blocks: Iterable[Rows], plan: Plan, *, jobs: int) -> Iterator[Routed]:
    """Each block with its decisions, in order."""
    if jobs == 1:
        router = Router(plan)
        yield from map(router.route, blocks)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(plan,)) as pool:
        under_way: deque[Future[Routed]] = deque()
        for rows in blocks:
            under_way.append(pool.submit(_route, rows))
            if len(under_way) >= AHEAD * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _begin(plan: Plan) -> None:
    global _router  # noqa: PLW0603 - what a process of the pool keeps between its blocks
    _router = Router(plan)


def _route(rows: Rows) -> Routed:
    if _router is None:
        raise AssertionError("_begin runs before the first block")
    return _router.route(rows)
