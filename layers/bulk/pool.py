"""Blocks routed in order: in this process, or spread over several; what is read ahead is bounded."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from mmap import mmap
from multiprocessing import get_context
from typing import Final, NamedTuple

from layers.bulk.blocks import Rows
from layers.bulk.plan import Plan, Routed
from layers.bulk.router import Router

AHEAD: Final = 2
"""Blocks under way for each process."""

MOST_BYTES: Final = 64 << 20
"""Of a routed block that are handed over in memory that both processes see; only what is used of it is taken up."""


class _Pool(NamedTuple):
    router: Router
    desks: list[mmap]


class _Block(NamedTuple):
    desk: int
    routed: Future[Routed]


_pool: _Pool | None = None


def route_each(blocks: Iterable[Rows], plan: Plan, *, jobs: int) -> Iterator[Routed]:
    """Each block with its decisions, in order; its text is good until the next one is asked for."""
    router = Router(plan)
    if jobs == 1:
        yield from map(router.route, blocks)
    else:
        yield from _spread(blocks, router, jobs=jobs)
    router.keep()


def _spread(blocks: Iterable[Rows], router: Router, *, jobs: int) -> Iterator[Routed]:
    """Processes are forked off: what the router has read and knows they have at once, and share its memory."""
    pool = _Pool(router, [mmap(-1, MOST_BYTES) for _ in range(AHEAD * jobs)])
    free = list(range(len(pool.desks)))
    under_way: deque[_Block] = deque()
    gc.freeze()
    try:
        with ProcessPoolExecutor(jobs, mp_context=get_context("fork"), initializer=_begin, initargs=pool) as processes:
            for rows in blocks:
                desk = free.pop()
                under_way.append(_Block(desk, processes.submit(_route, desk, rows)))
                if not free:
                    yield _taken(pool, under_way[0])
                    free.append(under_way.popleft().desk)
            while under_way:
                yield _taken(pool, under_way.popleft())
    finally:
        gc.unfreeze()


def _taken(pool: _Pool, block: _Block) -> Routed:
    routed = block.routed.result()
    if not routed.length:
        return routed
    return replace(routed, text=memoryview(pool.desks[block.desk])[: routed.length])


def _begin(router: Router, desks: list[mmap]) -> None:
    global _pool  # noqa: PLW0603 - what a process of the pool keeps between its blocks
    _pool = _Pool(router, desks)


def _route(desk: int, rows: Rows) -> Routed:
    if _pool is None:
        raise AssertionError("_begin runs before the first block")
    routed = _pool.router.route(rows)
    length = len(routed.text)
    if length > MOST_BYTES:
        return routed
    _pool.desks[desk][:length] = routed.text
    return replace(routed, text=b"", length=length)
