"""Row: what `ls` of a large folder costs, and what `ls -l` of it costs after that."""

import os
import subprocess
import time

import numpy as np

from measure import Ceiling, Comparison, Sample, interleave
from requests_trace import RequestTrace, is_available
from sources import tiled


def listing(run):
    count = 1000 if run.quick else 10_000
    source = tiled(run.fast_folder / "listing", 1, count, 16, np.uint8)
    peers = [peer for peer in run.peers if peer.name != "native files"]
    seconds = interleave(run.runs, {peer.name: lambda peer=peer: _timed(peer, source, count) for peer in peers}, warm_up=True)
    samples = [[Sample(name, "ms", tuple(1e3 * pair[index] for pair in pairs)) for name, pairs in seconds.items()] for index in range(2)]
    for what, (ours, *others) in zip((f"ls of {count} chunks, first time", "ls -l after it"), samples):
        yield from (Comparison(what, ours, theirs, more_is_better=False) for theirs in others)
    if not is_available():
        run.notes.append("requests of a listing: not counted, this kernel has no fuse_request_send trace event")
        return
    with RequestTrace(run.workspace).open() as trace:
        for peer in peers:
            yield from _counted(run, trace, peer, source, count)


def _timed(peer, source, count):
    """Seconds of the first `ls` and of the `ls -l` after it, in a fresh mount."""
    with peer.mount(source) as root:
        return [_seconds(lambda: _list(root, count)), _seconds(lambda: _list(root, count, "-l"))]


def _counted(run, trace, peer, source, count):
    with peer.mount(source) as root:
        first = trace.count(root, lambda: _list(root, count))
        second = trace.count(root, lambda: _list(root, count, "-l"))
    if not first:
        raise RuntimeError(f"{peer.name}: the first listing sent no request, so the trace counts nothing")
    run.notes.append(f"requests of {peer.name}: ls {dict(first)}, ls -l after it {dict(second)}")
    if peer.name == "omefs":
        yield Ceiling("requests of ls -l after ls", Sample("omefs", "requests", (second.total(),)), must=0)


def _list(root, count, *options):
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run(["/bin/ls", *options, "0/0/0/0/0"], cwd=root, capture_output=True, check=True, env=environment)
    found = sum(not line.startswith(b"total") for line in done.stdout.splitlines())
    if found != count:
        raise RuntimeError(f"ls {' '.join(options)} of {root} shows {found} names, not {count}")


def _seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
