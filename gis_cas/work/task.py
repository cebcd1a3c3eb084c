"""A task: what is done for each job of its name, how long that may take, and how often it is tried again."""

from collections.abc import Callable
from dataclasses import dataclass

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

LONGEST_WAIT_S = 600


class Patience(BaseRetryStrategy):
    """Try again for as long as it takes, 2, 4, 8 … seconds apart up to ten minutes: an outbox forgets nothing."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; only an ending process is not tried again here."""
        if not isinstance(exception, Exception):
            return None
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts + 1, 10), LONGEST_WAIT_S)})


AGAIN = Patience()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of the table: jobs of this name, from this queue, are done by `run(hands, **arguments of the job)`.

    It must be safe to run twice, also at the same time: a job over `limit_s` seconds is given back while its thread may
    still be at it, and the job of a worker that died is done by another.
    """

    name: str
    queue: str
    run: Callable[..., None]
    limit_s: float = 60.0
    retry: BaseRetryStrategy = AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue, and how many of its jobs one worker does at a time: no queue takes another's hands."""

    name: str
    at_once: int
