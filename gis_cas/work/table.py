"""Everything the background does: a file in this folder and a row here make a new task or chore."""

from gis_cas.work import following, living, locating, sweeping, telling
from gis_cas.work.chore import Chore
from gis_cas.work.task import Task

TASKS = (
    Task(name="locate", queue="requests", run=locating.run),
    Task(name="notify", queue="messages", run=telling.run),
)

CHORES = (
    Chore(name="beat", every_s=5, run=living.run),
    Chore(name="deliver", every_s=2, run=telling.deliver),
    Chore(name="sweep", every_s=20, run=sweeping.run),
    Chore(name="follow calendar", every_s=60, run=following.run),
)
