"""Row: how many requests the kernel sends for a listing and for reading chunks, the first time and after that."""

import numpy as np

from measure import Ceiling, Sample
from requests_trace import RequestTrace, is_available
from row_listing import large_folder, list_chunks
from sources import tiled


def requests(run):
    if not is_available():
        run.notes.append("requests: not counted, this kernel has no fuse_request_send trace event")
        return
    folder, count = large_folder(run)
    chunks = tiled(run.fast_folder / "chunks", 39, 39, 256, np.uint16)
    peers = [peer for peer in run.peers if peer.name != "native files"]
    with RequestTrace(run.workspace).open() as trace:
        for peer in peers:
            listing = _counts(run, trace, peer, folder, {
                f"ls of {count} chunks": lambda root: list_chunks(root, count),
                "ls -l after ls": lambda root: list_chunks(root, count, "-l"),
            })
            reading = _counts(run, trace, peer, chunks, {
                f"reading {len(chunks.paths)} chunks": lambda root: run.reader.read(root, chunks),
                "reading them again": lambda root: run.reader.read(root, chunks),
            })
            if peer.name == "omefs":
                for what in ("ls -l after ls", "reading them again"):
                    yield Ceiling(f"requests: {what}", Sample("omefs", "requests", ((listing | reading)[what].total(),)), must=0)


def _counts(run, trace, peer, source, actions):
    """{what: Counter of opcodes} of actions done one after the other in a fresh mount; noted for the reader of the table."""
    with peer.mount(source) as root:
        counts = {what: trace.count(root, lambda: action(root)) for what, action in actions.items()}
    for what, counter in counts.items():
        opcodes = ", ".join(f"{number} {name}" for name, number in counter.most_common())
        run.notes.append(f"requests of {peer.name}, {what}: {opcodes or 'none'}")
    first = next(iter(counts.values()))
    if not first:
        raise RuntimeError(f"{peer.name}: the first action sent no request, so the trace counts nothing")
    return counts
