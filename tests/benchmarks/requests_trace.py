"""Counts the requests a FUSE mount sends, by the kernel's own trace events: the same for every peer, and no peer's own word.

Kernels before 6.11 have no such event; is_available() is then false.
"""

import contextlib
import os
import re
import subprocess
from collections import Counter
from pathlib import Path

EVENT = Path("events/fuse/fuse_request_send")
BUFFER_KIB = 16384


class RequestTrace:
    """A trace buffer of our own, so that no other tracing on the machine is disturbed."""

    def __init__(self, workspace):
        self._at = workspace.path / "tracing"
        self._buffer = None

    @contextlib.contextmanager
    def open(self):
        self._at.mkdir()
        subprocess.run(["mount", "-t", "tracefs", "tracefs", self._at], check=True)
        try:
            buffer = self._at / "instances" / f"omefs-bench-{os.getpid()}"
            buffer.mkdir()
            try:
                (buffer / "buffer_size_kb").write_text(str(BUFFER_KIB))
                self._buffer = buffer
                yield self
            finally:
                buffer.rmdir()
        finally:
            subprocess.run(["umount", self._at], check=True)

    def count(self, mountpoint, action):
        """Runs action() and returns a Counter of opcode names, FORGETs left out: the kernel sends them when it likes."""
        device = os.minor(os.stat(mountpoint).st_dev)
        event = self._buffer / EVENT
        (event / "filter").write_text(f"connection == {device}")
        (self._buffer / "trace").write_text("")
        (event / "enable").write_text("1")
        try:
            action()
        finally:
            (event / "enable").write_text("0")
        self._refuse_overrun()
        names = re.findall(r"\(FUSE_(\w+)\)", (self._buffer / "trace").read_text())
        return Counter(name for name in names if "FORGET" not in name)

    def _refuse_overrun(self):
        for stats in self._buffer.glob("per_cpu/cpu*/stats"):
            if int(re.search(r"overrun: (\d+)", stats.read_text())[1]):
                raise RuntimeError(f"more requests than {BUFFER_KIB} KiB of trace buffer hold")


def is_available():
    """Whether this kernel can count: tracefs is compiled in, and so is the event."""
    if os.geteuid() != 0 or "tracefs" not in Path("/proc/filesystems").read_text():
        return False
    release = re.match(r"(\d+)\.(\d+)", os.uname().release)
    return (int(release[1]), int(release[2])) >= (6, 11)
