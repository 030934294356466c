"""What a figure was measured on."""

from __future__ import annotations

import os
import platform
import resource
from pathlib import Path
from typing import Any

import numba
import numpy as np

SCENARIO = Path(__file__).parent / "all-mechanisms.yaml"


def machine() -> dict[str, Any]:
    """Return cores, CPU model, versions and load."""
    info = Path("/proc/cpuinfo")
    models = [x.split(":", 1)[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")]
    return {
        "cores": os.cpu_count(),
        "cpu": models[0] if models else platform.processor(),
        "threads": numba.config.NUMBA_NUM_THREADS,
        "python": platform.python_version(),
        "numba": numba.__version__,
        "numpy": np.__version__,
        "load": [round(x, 2) for x in os.getloadavg()],
    }


def peak_mb() -> float:
    """Return the most memory this process ever held [MB]."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
