"""The run's temporary folder, its mounts and its server processes: all gone when the run ends, however it ends."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FAST_BYTES = 2 << 30
READY_SECONDS = 60
GONE_SECONDS = 20


class Workspace:
    """Owns a temporary folder; a mount made through it is undone before the folder is removed."""

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="omefs-bench-"))
        self.fast_root = _fast_root(self.path)
        self._mounts = []
        self._processes = []

    def __enter__(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, lambda received, _: sys.exit(128 + received))
        return self

    def __exit__(self, *_):
        for mountpoint in list(self._mounts):
            self._undo(mountpoint)
        for process in list(self._processes):
            self._stop(process)
        if mounts_under(self.path):
            print(f"left in place, still mounted: {mounts_under(self.path)}", file=sys.stderr)
        else:
            shutil.rmtree(self.path)

    @contextlib.contextmanager
    def fast_folder(self):
        """A folder for sources, gone at the end."""
        with tempfile.TemporaryDirectory(prefix="omefs-bench-", dir=self.fast_root) as folder:
            yield Path(folder)

    @contextlib.contextmanager
    def mountpoint(self):
        """An empty folder; what was mounted on it is unmounted at the end."""
        folder = Path(tempfile.mkdtemp(prefix="mnt-", dir=self.path))
        self._mounts.append(folder)
        try:
            yield folder
        finally:
            self._undo(folder)

    @contextlib.contextmanager
    def server(self, command, mountpoint):
        """A foreground mount daemon, from the moment its root answers."""
        log = open(f"{mountpoint}.log", "w+b")
        process = subprocess.Popen(command, stdout=log, stderr=log)
        self._processes.append(process)
        try:
            wait_until(lambda: os.path.ismount(mountpoint) or process.poll() is not None, READY_SECONDS, f"{command[0]} to mount")
            if process.poll() is not None:
                log.seek(0)
                raise RuntimeError(f"{command} ended: {log.read().decode(errors='replace')[-2000:]}")
            os.stat(mountpoint)
            yield process
        finally:
            self._undo(mountpoint)
            self._stop(process)
            log.close()

    def _undo(self, mountpoint):
        if mountpoint not in self._mounts:
            return
        if mountpoint in mounts_under(self.path) and subprocess.run(["umount", mountpoint]).returncode != 0:
            subprocess.run(["umount", "--lazy", mountpoint])
        self._mounts.remove(mountpoint)

    def _stop(self, process):
        try:
            process.wait(GONE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._processes.remove(process)


def _fast_root(otherwise):
    """Memory where there is enough of it, so that a disk's moods stay out of the ratios."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free >= FAST_BYTES else otherwise


def mounts_under(folder):
    """Mountpoints below a folder, as the kernel lists them: asking the folder itself could hang on a dead mount.

    Other mounts' paths may hold a CR, or no UTF-8.
    """
    with open("/proc/self/mountinfo", "rb") as table:
        points = [Path(os.fsdecode(fields[4])) for fields in (line.split(b" ") for line in table.read().split(b"\n")) if len(fields) > 4]
    return [point for point in points if folder in point.parents]


def wait_until(condition, seconds, what):
    """Polls each 2 ms; TimeoutError after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.002)
