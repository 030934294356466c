"""Where work runs, and the journal that makes it resumable; knows nothing of what the work is about."""

from ytterby.execution.journal import Journal, Memory
from ytterby.execution.places import place
from ytterby.execution.processes import Processes
from ytterby.execution.run import Outcome, Progress, run
from ytterby.execution.threads import Threads
from ytterby.execution.work import Kept, Killed, Place, Results, Task, Work

__all__ = [
    "Journal", "Kept", "Killed", "Memory", "Outcome", "Place", "Processes", "Progress", "Results", "Task", "Threads",
    "Work", "place", "run",
]  # fmt: skip
