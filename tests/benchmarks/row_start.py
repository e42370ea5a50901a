"""Row: what a user waits for who starts the program, and what a mount at rest takes."""

import subprocess
import time

import numpy as np

from measure import Ceiling, Sample, interleave
from sources import tiled


def start(run):
    source = tiled(run.fast_folder / "start", 2, 2, 64, np.uint8)
    commands = {"--version": ("--version",), "inspect of a small file": ("inspect", source.tiff)}
    actions = {what: lambda words=words: _milliseconds(run.program, *words) for what, words in commands.items()}
    actions["mount"] = lambda: _mount(run, source)
    results = interleave(3 * run.runs, actions, warm_up=True)
    for what in commands:
        yield Ceiling(f"omefs {what}", Sample("omefs", "ms", tuple(results[what])), must=40, aim=20)
    ready, resident = zip(*results["mount"])
    yield Ceiling("small file: mount to ready", Sample("omefs", "ms", ready), must=60, aim=30)
    yield Ceiling("small file: resident after the mount", Sample("omefs", "MB", resident), must=25, aim=20)


def _milliseconds(*command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1e3 * (time.perf_counter() - begin)


def _mount(run, source):
    """Milliseconds until `omefs mount` returns, and the daemon's resident memory in MB once it is at rest."""
    with run.omefs.run(source.tiff) as daemon:
        time.sleep(0.2)
        return 1e3 * daemon.mount_seconds, daemon.memory()[0]
