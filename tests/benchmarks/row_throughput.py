"""Rows: chunks read for the first time and again, small and large, by each peer."""

import statistics

import numpy as np

from free_memory import settle
from measure import Comparison, Sample, interleave
from sources import tiled


AGAIN_PASSES = 5


def small_chunks(run):
    """128 KiB tiles, 39 × 39 of them, each opened, read and closed."""
    edge = 13 if run.quick else 39
    source = tiled(run.fast_folder / "small", edge, edge, 256, np.uint16)
    for threads in (1, 2):
        rates = _passes(run, source, threads, lambda done: done["files"] / done["seconds"], "files/s")
        what = f"{edge * edge} chunks of 128 KiB, {threads} reader{'s' * (threads > 1)}"
        yield from _against(f"{what}, first time", rates["first"], "passthrough_ll", 2.3, 3)
        yield from _against(f"{what}, again", rates["again"], "native files", 0.9, 1.0)


def referenced_chunks(run):
    """The same small chunks by way of a reference JSON whose ranges lie in the TIFF, against the TIFF itself and fsspec.fuse over the same JSON."""
    edge = 13 if run.quick else 39
    source = tiled(run.fast_folder / "referenced", edge, edge, 256, np.uint16)
    peers = [run.omefs_references, run.omefs, run.fsspec]
    for threads in (1, 2):
        rates = _passes(run, source, threads, lambda done: done["files"] / done["seconds"], "files/s", peers)
        what = f"{edge * edge} referenced chunks of 128 KiB, {threads} reader{'s' * (threads > 1)}"
        for name in ("first", "again"):
            ours, tiff, fsspec = (rates[name][peer.name] for peer in peers)
            yield Comparison(f"{what}, {name}", ours, tiff, must=0.9, aim=1.0)
            yield Comparison(f"{what}, {name}", ours, fsspec, must=3 if name == "first" else None)


def large_chunks(run):
    """32 MiB tiles, read through the kernel's cache 1 MiB a call."""
    count = 2 if run.quick else 6
    source = tiled(run.fast_folder / "large", 1, count, 4096, np.uint16)
    rates = _passes(run, source, 1, lambda done: done["bytes"] / done["seconds"] / 1e6, "MB/s")
    yield from _against(f"{count} chunks of 32 MiB, buffered, first time", rates["first"], "passthrough_ll", 2, 3)
    yield from _against(f"{count} chunks of 32 MiB, buffered, again", rates["again"], "native files", None, None)


def _passes(run, source, threads, rate, unit, peers=None):
    """{"first" | "again": {peer's name: Sample}}, each repetition under a fresh mount.

    `again` is the median of several passes: served from the kernel's cache, one takes a few milliseconds only.
    """
    expected = run.reader.read(source.plain, source, threads)
    verified = set()

    def both(peer):
        settle(2 * expected["bytes"])
        with peer.mount(source) as root:
            run.note_read_ahead(peer.name, root)
            passes = [run.reader.read(root, source, threads) for _ in range(1 + AGAIN_PASSES)]
            for done in passes:
                run.reader.same(source, expected, done)
            if peer.name not in verified:
                run.reader.verify(root, source)
                verified.add(peer.name)
        first, *again = map(rate, passes)
        return first, statistics.median(again)

    results = interleave(run.runs, {peer.name: lambda peer=peer: both(peer) for peer in peers or run.peers}, warm_up=True)
    return {name: {peer: Sample(peer, unit, tuple(pair[index] for pair in pairs)) for peer, pairs in results.items()}
            for index, name in enumerate(("first", "again"))}


def _against(what, samples, judged, must, aim):
    """The judged peer's line first, then the others' without a promise. Without omefs, passthrough_ll stands in and nothing is promised."""
    ours = samples.get("omefs", samples["passthrough_ll"])
    others = sorted((sample for sample in samples.values() if sample is not ours), key=lambda sample: sample.name != judged)
    for theirs in others:
        promised = ours.name == "omefs" and theirs.name == judged
        yield Comparison(what, ours, theirs, must=must if promised else None, aim=aim if promised else None)
