"""The number of processors that this process may use: its container's share, not the machine's."""

import math
import os
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
_UNLIMITED = 1_000_000


def processors(cgroups: Path = CGROUPS) -> int:
    """At least one; a share of one and a half is rounded up to two."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, _share(cgroups)))


def _share(cgroups: Path) -> int:
    """The CPU quota of the control group (version 2, else 1), in processors."""
    for files in (["cpu.max"], ["cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"]):
        try:
            quota, period = " ".join((cgroups / file).read_text() for file in files).split()
            if int(quota) > 0:
                return math.ceil(int(quota) / int(period))
        except (OSError, ValueError, ZeroDivisionError):  # not there; `max`: no limit
            continue
    return _UNLIMITED
