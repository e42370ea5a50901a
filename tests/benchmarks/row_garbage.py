"""Row: how often the daemon's garbage collector ran, and what it manages, in hundreds of thousands of requests."""

import numpy as np

from daemon import exit_counters
from measure import Ceiling, Sample
from sources import tiled


def garbage(run):
    wanted = 30_000 if run.quick else 300_000
    source = tiled(run.fast_folder / "garbage", 39, 39, 256, np.uint16)
    log = run.workspace.path / "garbage.log"
    with run.omefs.run(source.tiff, "--log-level", "debug", "--log-file", log) as daemon:
        done = run.reader.random(daemon.mountpoint, source, wanted, 7)
        resident, peak = daemon.memory()
    run.reader.same(source, run.reader.random(source.plain, source, wanted, 7), done)
    counters = exit_counters(log)
    if counters["requests"] < wanted:
        raise RuntimeError(f"the daemon answered {counters['requests']} requests of {wanted}: the kernel's cache answered the rest")
    run.notes.append(f"garbage row: {counters}; {wanted / done['seconds']:.0f} random 4 KiB reads a second; resident {resident:.0f} MB, at most {peak:.0f} MB")
    collections = sum(counters[f"gc{generation}"] for generation in range(3) if f"gc{generation}" in counters)
    yield Ceiling(f"garbage collections in {counters['requests']} requests", Sample("omefs", "GCs", (collections,)), must=0)
    yield Ceiling("managed memory after them", Sample("omefs", "MB", (counters["managed_bytes"] / 1e6,)), must=1)
