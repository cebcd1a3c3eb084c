"""How often each caller may call: a bucket of calls a caller, filled again evenly over the minute."""

import threading
from collections import OrderedDict

_MINUTE_S = 60.0
_MOST_CALLERS = 10_000


class Budgets:
    """Buckets by caller, counted in this process; safe to use from several threads.

    Of more callers than can be kept the one not heard of for longest starts anew.
    """

    def __init__(self, *, most_callers: int = _MOST_CALLERS) -> None:
        self._lock = threading.Lock()
        self._most = most_callers
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, *, per_minute: int, at: float) -> bool:
        """Take one call out of the caller's bucket; false when it is empty. `at` is monotonic seconds."""
        with self._lock:
            left, since = self._buckets.pop(caller, (float(per_minute), at))
            left = min(float(per_minute), left + (at - since) * per_minute / _MINUTE_S)
            allowed = left >= 1.0
            self._buckets[caller] = (left - 1.0 if allowed else left, at)
            while len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return allowed
