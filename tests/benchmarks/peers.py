"""Who serves the chunks of a source as files: each peer's mount() yields the folder under which `0/0/0/0/0/0` lies."""

import contextlib
import os
import resource
import select
import subprocess
import sys
import time
from pathlib import Path

from daemon import Daemon
from workspace import GONE_SECONDS, wait_until

HERE = Path(__file__).resolve().parent
MOUNT_SECONDS = 60


def _timed(command, out):
    """Seconds until a command has ended, and its exit code. A timeout of subprocess itself would look each 50 ms only."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=out, stderr=out) as process, open(os.pidfd_open(process.pid)) as ended:
        if not select.select([ended], [], [], MOUNT_SECONDS)[0]:
            process.kill()
            raise TimeoutError(f"{command} has not ended after {MOUNT_SECONDS} s")
        return time.perf_counter() - start, process.wait()


class Native:
    """The exploded chunks as plain files, no mount at all."""

    name = "native files"

    @contextlib.contextmanager
    def mount(self, source):
        yield source.plain


class Passthrough:
    """libfuse's passthrough_ll over the exploded chunks, with its own defaults but for the cache mode."""

    def __init__(self, workspace, program, cache):
        self.name = "passthrough_ll" if cache == "auto" else f"passthrough_ll {cache}"
        self._workspace, self._program, self._cache = workspace, program, cache
        # It holds a descriptor for each inode the kernel knows.
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    @contextlib.contextmanager
    def mount(self, source):
        with self._workspace.mountpoint() as at:
            command = [self._program, "-f", "-o", f"source={source.plain},cache={self._cache}", at]
            with self._workspace.server(command, at):
                yield at


class Fsspec:
    """fsspec.fuse over a reference JSON whose ranges lie in the same TIFF."""

    name = "fsspec.fuse"

    def __init__(self, workspace):
        self._workspace = workspace

    @contextlib.contextmanager
    def mount(self, source):
        with self._workspace.mountpoint() as at:
            command = [sys.executable, HERE / "fsspec_peer.py", source.references, source.REFERENCE_ROOT, at]
            with self._workspace.server(command, at):
                yield at


class OmeFs:
    """The program itself, over the TIFF: in the foreground where it stands beside the peers, who all are; else as users mount, in the background."""

    name = "omefs"

    def __init__(self, workspace, program):
        self._workspace, self._program = workspace, program

    @contextlib.contextmanager
    def mount(self, source):
        with self._workspace.mountpoint() as at:
            with self._workspace.server([self._program, "mount", "--foreground", source.tiff, at], at):
                yield at

    @contextlib.contextmanager
    def run(self, tiff, *options):
        """The mounted daemon, with the seconds its mount command took; gone, its log complete, when the context ends."""
        with self._workspace.mountpoint() as at:
            said = Path(f"{at}.out")
            with open(said, "w") as out:
                seconds, code = _timed([self._program, "mount", tiff, at, *options], out)
            if code != 0:
                raise RuntimeError(f"omefs mount {tiff} ended with {code}: {said.read_text()}")
            daemon = Daemon(at, seconds)
            os.stat(at)
            yield daemon
        wait_until(lambda: not daemon.is_alive(), GONE_SECONDS, "the omefs daemon to end")


class OmeFsReferences:
    """The program over the reference JSON that fsspec.fuse gets."""

    name = "omefs, references"

    def __init__(self, workspace, program):
        self._workspace, self._program = workspace, program

    @contextlib.contextmanager
    def mount(self, source):
        with self._workspace.mountpoint() as at:
            with self._workspace.server([self._program, "mount", "--foreground", source.references, at], at):
                yield Path(at) / source.REFERENCE_ROOT
