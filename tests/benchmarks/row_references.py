"""Rows: references of a million and of ten million chunks: how soon a mount answers, and in how much memory, against fsspec; Parquet against JSON."""

import os
import re
import subprocess
import sys

import numpy as np

from measure import Ceiling, Comparison, Sample, interleave

sys.path.append(os.path.join(os.path.dirname(__file__), "../OmeFs.Clients.Tests/python"))
import parquet_store  # noqa: E402

TARGET_BYTES, CHUNK_BYTES, STRIDE = 64 << 20, 1000, 4099
COLUMNS = 1000
RECORD_SIZE = 100_000

LOAD_WITH_FSSPEC = """
import sys, time, fsspec
start = time.perf_counter()
system = fsspec.filesystem("reference", fo=sys.argv[1], remote_protocol="file")
print(time.perf_counter() - start, len(system.references), open("/proc/self/status").read())
"""


def million_references(run):
    count = 20_000 if run.quick else 1_000_000
    document, target = _document(run.kept_folder / f"references-{count}", count)

    def fsspec():
        printed = subprocess.run([sys.executable, "-c", LOAD_WITH_FSSPEC, document], check=True, capture_output=True, text=True).stdout
        seconds, keys, status = printed.split(" ", 2)
        if int(keys) != count + 1:
            raise RuntimeError(f"fsspec sees {keys} keys, not {count + 1}")
        return float(seconds), int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / 1e6

    results = interleave(min(run.runs, 5), {"omefs": lambda: _mount(run, document, target, count), "fsspec": fsspec})
    seconds, peaks = [[Sample(name, unit, tuple(values[index] for values in results[name])) for name in results] for index, unit in enumerate(("s", "MB"))]
    yield Comparison(f"{count} references: mount to ready, against fsspec loading them (imports not counted)", *seconds, more_is_better=False, must=8)
    yield Comparison(f"{count} references: resident at most", *peaks, more_is_better=False, must=10)


def ten_million_references(run):
    count = 100_000 if run.quick else 10_000_000
    document, target = _document(run.kept_folder / f"references-{count}", count)
    times, peaks = zip(*interleave(min(run.runs, 3), {"omefs": lambda: _mount(run, document, target, count)})["omefs"])
    yield Ceiling(f"{count} references: mount to ready", Sample("omefs", "s", times), must=3.5)
    yield Ceiling(f"{count} references: resident at most", Sample("omefs", "MB", peaks), must=540)


def parquet_references(run):
    """The same references in both forms; of 1000 chunks, spread over all files."""
    count = 20_000 if run.quick else 1_000_000
    document, target = _document(run.kept_folder / f"references-{count}", count)
    store = _store(document.with_name("references.parq"), count)
    results = interleave(min(run.runs, 5), {"Parquet": lambda: _mount(run, store, target, count), "JSON": lambda: _mount(run, document, target, count)})
    seconds, peaks = [[Sample(name, unit, tuple(values[index] for values in results[name])) for name in results] for index, unit in enumerate(("s", "MB"))]
    yield Comparison(f"{count} references in Parquet: mount to ready, against JSON", *seconds, more_is_better=False, must=1)
    yield Comparison(f"{count} references in Parquet: resident at most, against JSON", *peaks, more_is_better=False)


def _mount(run, document, target, count):
    """Seconds until the mount answers, and the most memory it took; a thousand chunks are compared with the target's bytes."""
    with run.omefs.run(document) as daemon:
        for number in np.random.default_rng(4).choice(count, 1000, replace=False).tolist():
            place = _offset(number)
            if (daemon.mountpoint / _key(number)).read_bytes() != target[place : place + CHUNK_BYTES].tobytes():
                raise RuntimeError(f"{_key(number)} is not what the target has at {place}")
        return daemon.mount_seconds, daemon.memory()[1]


def _key(number):
    return f"image/0/0.0.0.{number // COLUMNS}.{number % COLUMNS}"


def _offset(number):
    return number * STRIDE % (TARGET_BYTES - CHUNK_BYTES)


def _store(folder, count):
    """The same references as kerchunk writes them in Parquet; kept between runs."""
    if not (folder / ".zmetadata").exists():
        shape = [1, 1, 1, count // COLUMNS, COLUMNS]
        array = {"zarr_format": 2, "shape": shape, "chunks": [1] * 5, "dtype": "|u1", "order": "C", "compressor": None, "filters": None, "fill_value": 0}
        references = {".zgroup": {"zarr_format": 2}, "image/0/.zarray": array}
        references |= {_key(number): ["target.bin", _offset(number), CHUNK_BYTES] for number in range(count)}
        parquet_store.write(folder, references, RECORD_SIZE, parquet_store.GZIP)
    return folder


def _document(folder, count):
    """A document as kerchunk writes it, one template for the one target; kept between runs. Returns it with the target's bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    document, target = folder / "references.json", np.random.default_rng(5).integers(0, 256, TARGET_BYTES, np.uint8)
    if not document.exists():
        (folder / "target.bin").write_bytes(target.tobytes())
        unfinished = folder / "unfinished"
        with open(unfinished, "w", encoding="utf-8") as file:
            file.write('{"version": 1, "templates": {"u": "target.bin"}, "refs": {".zgroup": "{\\"zarr_format\\": 2}"')
            for number in range(count):
                file.write(f', "{_key(number)}": ["{{{{u}}}}", {_offset(number)}, {CHUNK_BYTES}]')
            file.write("}}")
        os.replace(unfinished, document)
    return document, target
