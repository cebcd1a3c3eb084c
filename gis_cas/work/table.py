"""Everything the background does: a file in this folder and a row here make a new task, chore or daily work."""

from datetime import time
from functools import partial

from gis_cas.work import daily, filing, following, housekeeping, keeping, living, locating, releasing, sweeping, telling
from gis_cas.work.chore import Chore
from gis_cas.work.daily import Daily
from gis_cas.work.task import Queue, Task

QUEUES = (
    Queue(name="requests", at_once=3),
    Queue(name="messages", at_once=2),
    Queue(name="files", at_once=1),
    Queue(name="reports", at_once=1),
)

TASKS = (
    Task(name="locate", queue="requests", run=locating.run),
    Task(name="backup", queue="reports", run=keeping.run, limit_s=keeping.LIMIT_S),
    Task(name="notify", queue="messages", run=telling.run),
)

DAILY = (
    Daily(report="backup", at=time(2), run=keeping.every_night),
    Daily(report="housekeeping", at=time(3), run=housekeeping.run),
)

CHORES = (
    Chore(name="beat", every_s=5, run=living.run),
    Chore(name="deliver", every_s=2, run=telling.deliver, limit_s=3600),
    Chore(name="release", every_s=20, run=releasing.run),
    Chore(name="sweep", every_s=20, run=sweeping.run),
    Chore(name="look at files", every_s=30, run=filing.look, limit_s=900),
    Chore(name="sweep files", every_s=6 * 3600, run=filing.sweep, limit_s=3600),
    Chore(name="keep files", every_s=60, run=keeping.copy_new_files, limit_s=3600),
    Chore(name="follow calendar", every_s=60, run=following.run),
    Chore(name="daily work", every_s=30, run=partial(daily.run_due, rows=DAILY), limit_s=900),
)
