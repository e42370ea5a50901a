"""What the kernel says of a running mount daemon, and what the daemon says of itself at its end."""

import re
from pathlib import Path


class Daemon:
    """The process which serves a mountpoint, found by its command line."""

    def __init__(self, mountpoint, mount_seconds):
        self.mountpoint, self.mount_seconds = mountpoint, mount_seconds
        self.pid = _find(str(mountpoint))

    def is_alive(self):
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2][0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        return state not in "ZX"

    def memory(self):
        """Resident memory now and at its highest, in MB of 10^6 bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return tuple(int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))


def _find(mountpoint):
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if mountpoint.encode() in words:
            return int(process.name)
    raise RuntimeError(f"no process has {mountpoint} in its command line")


def exit_counters(log):
    """The key=value numbers of the log's line on the daemon's end."""
    lines = [line for line in Path(log).read_text().splitlines() if re.search(r"\brequests=\d+", line)]
    if not lines:
        raise RuntimeError(f"{log} has no line with requests=N")
    return {key: int(value) for key, value in re.findall(r"(\w+)=(\d+)", lines[-1])}
