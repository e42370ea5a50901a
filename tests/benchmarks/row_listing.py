"""Row: how long `ls` of a large folder takes, and `ls -l` of it after that."""

import os
import subprocess
import time

import numpy as np

from measure import Comparison, Sample, interleave
from sources import tiled


def large_folder(run):
    """A source of one row of chunks, and how many they are."""
    count = 1000 if run.quick else 10_000
    return tiled(run.fast_folder / "listing", 1, count, 16, np.uint8), count


def list_chunks(root, count, *options):
    """`ls` of the folder; RuntimeError where it shows another number of names."""
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(["/bin/ls", *options, "0/0/0/0/0"], cwd=root, capture_output=True, check=True, env=environment)
    found = sum(not line.startswith(b"total") for line in done.stdout.splitlines())
    if found != count:
        raise RuntimeError(f"ls {' '.join(options)} of {root} shows {found} names, not {count}")


def listing(run):
    source, count = large_folder(run)
    peers = [peer for peer in run.peers if peer.name != "native files"]
    times = interleave(run.runs, {peer.name: lambda peer=peer: _timed(peer, source, count) for peer in peers}, warm_up=True)
    for index, what in enumerate((f"ls of {count} chunks, first time", "ls -l after it")):
        ours, *others = [Sample(name, "ms", tuple(pair[index] for pair in pairs)) for name, pairs in times.items()]
        yield from (Comparison(what, ours, theirs, more_is_better=False) for theirs in others)


def _timed(peer, source, count):
    """Milliseconds of the first `ls` and of the `ls -l` after it, in a fresh mount."""
    with peer.mount(source) as root:
        return [_milliseconds(lambda: list_chunks(root, count, *options)) for options in ((), ("-l",))]


def _milliseconds(action):
    start = time.perf_counter()
    action()
    return 1e3 * (time.perf_counter() - start)
