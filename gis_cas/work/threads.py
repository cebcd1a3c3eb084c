"""Work in a thread of its own, waited for only so long.

A thread cannot be ended from outside. One that hangs is left behind and counted: it holds up neither the next job nor
the end of the process, and when too many have been left behind the process says that it is worn out.
"""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field


class Hung(Exception):
    """The work took longer than its limit; its thread may still be at it."""


@dataclass(kw_only=True)
class Threads:
    """The threads that were left behind."""

    left: list[threading.Thread] = field(default_factory=list)

    def hanging(self) -> int:
        """How many of those left behind are still at it."""
        self.left = [thread for thread in self.left if thread.is_alive()]
        return len(self.left)

    async def run(self, work: Callable[[], None], *, name: str, limit_s: float) -> None:
        """Do the work in a thread and wait for it; raises what it raises, or Hung after so many seconds."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        context = contextvars.copy_context()

        def end(error: BaseException | None) -> None:
            if done.done():
                return  # nobody waits any more
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        def target() -> None:
            error: BaseException | None = None
            try:
                context.run(work)
            except BaseException as raised:  # noqa: BLE001 - it is raised again where it is waited for
                error = raised
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(end, error)

        thread = threading.Thread(target=target, name=name, daemon=True)
        thread.start()
        try:
            await asyncio.wait_for(done, timeout=limit_s)
        except TimeoutError:
            if thread.is_alive():
                self.left.append(thread)
                raise Hung(name) from None
            raise
