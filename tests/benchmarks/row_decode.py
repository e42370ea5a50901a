"""Rows: pixels decoded on the way through a fresh mount, against libtiff's own decoding and tifffile's store; the daemon's memory meanwhile."""

import json
import subprocess
import sys
from dataclasses import dataclass, field

import slides
from decoded_source import DecodedSource
from free_memory import settle
from measure import Ceiling, Comparison, Sample, interleave
from peers import HERE
from tools import build_decode_libtiff

THREADS = 2
CACHE_MB = 256 * 1024 * 1024 / 1e6


@dataclass(frozen=True)
class Kind:
    """One compression. tifffile without imagecodecs decodes deflate alone of these."""

    what: str
    picture: str
    write: object
    tifffile: tuple = ()
    against_libtiff: tuple = field(default=(0.8, 1.0))


KINDS = {
    "lzw": Kind("LZW", "grey", lambda source, target: slides.tiled_by_tiffcp(source, target, 512, "lzw")),
    "lzw2": Kind("LZW, predictor 2", "grey", lambda source, target: slides.tiled_by_tiffcp(source, target, 512, "lzw:2")),
    "deflate2": Kind("deflate, predictor 2", "grey", lambda source, target: slides.tiled_by_tiffcp(source, target, 512, "zip:2"), tifffile=(2, None)),
    "zstd": Kind("zstd", "grey", lambda source, target: slides.tiled_by_tiffcp(source, target, 512, "zstd")),
    "zstd2": Kind("zstd, predictor 2", "grey", lambda source, target: slides.tiled_by_tiffcp(source, target, 512, "zstd:2")),
    "jpeg": Kind("JPEG", "colour", lambda source, target: slides.tiled_by_vips(source, target, 256, "jpeg", 80)),
    "jp2k": Kind("JPEG 2000", "small colour", lambda source, target: slides.tiled_by_vips(source, target, 256, "jp2k", 80)),
    "strips": Kind("deflate, predictor 2, strips of 1 row", "stack", lambda source, target: slides.stripped_by_tiffcp(source, target, 1, "zip:2"),
                   tifffile=(5, None), against_libtiff=(None, None)),
}


def decode(run):
    edge = 2048 if run.quick else 8192
    pictures = {
        "grey": _picture(run, "grey", slides.fluorescence, edge),
        "colour": _picture(run, "colour", slides.tissue, edge),
        "small colour": _picture(run, "small-colour", slides.tissue, 1024 if run.quick else 3072),
        "stack": _picture(run, "stack", slides.fluorescence_stack, 1024 if run.quick else 2048),
    }
    program = build_decode_libtiff(run.workspace.path)
    for name, kind in KINDS.items():
        yield from _kind(run, program, name, kind, pictures[kind.picture])
    run.notes.append("decode: tifffile reads LZW, zstd, JPEG and JPEG 2000 with imagecodecs only, which Debian does not have")


def decode_memory(run):
    """32 readers, and chunks larger than one request: each is asked for in pieces and so kept in the cache."""
    picture = _picture(run, "grey", slides.fluorescence, 2048 if run.quick else 8192)
    source = DecodedSource(run.fast_folder / "memory")
    slides.repeated_by_vips(picture, source.tiff, 3, 1024, "lzw")
    with run.omefs.run(source.tiff) as daemon:
        source.list_chunks(daemon.mountpoint)
        done = run.reader.read(daemon.mountpoint, source, threads=32)
        _, peak = daemon.memory()
    what = f"resident at most, 32 readers of {done['bytes'] / 1e6:.0f} MB decoded from LZW"
    yield Ceiling(what, Sample("omefs", "MB", (peak,)), must=CACHE_MB + 200)


def _kind(run, program, name, kind, picture):
    source = DecodedSource(run.fast_folder / name)
    kind.write(picture, source.tiff)
    with run.omefs.mount(source) as root:
        source.list_chunks(root)
        source.explode(root, program)
        run.reader.verify(root, source)
    expected = run.reader.read(source.plain, source, THREADS)
    contenders = {"omefs": lambda: _through_mount(run, source, expected), "libtiff": lambda: _rate(program, "time", source.tiff, THREADS)}
    if kind.tifffile:
        for workers in ("threads", "processes"):
            contenders[f"tifffile, {workers}"] = lambda workers=workers: _rate(
                sys.executable, "-B", HERE / "tifffile_peer.py", source.tiff, source.chunk_rows, THREADS, workers)
    rates = interleave(run.runs, contenders, warm_up=True)
    ours, libtiff, *others = [Sample(name, "MB/s", tuple(values)) for name, values in rates.items()]
    must, aim = kind.against_libtiff
    yield Comparison(f"{kind.what}, {THREADS} readers", ours, libtiff, must=must, aim=aim)
    best = max(others, key=lambda sample: sample.median, default=None)
    for theirs in others:
        must, aim = kind.tifffile if theirs is best else (None, None)
        yield Comparison(f"{kind.what}, {THREADS} readers", ours, theirs, must=must, aim=aim)
    source.remove()


def _through_mount(run, source, expected):
    """Decoded MB a second, neither the kernel nor the daemon having seen a chunk before."""
    settle(2 * expected["bytes"])
    with run.omefs.mount(source) as root:
        done = run.reader.read(root, source, THREADS)
    run.reader.same(source, expected, done)
    return done["bytes"] / done["seconds"] / 1e6


def _rate(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
    counts = json.loads(done.stdout)
    return counts["bytes"] / counts["seconds"] / 1e6


def _picture(run, name, paint, edge):
    """An uncompressed picture, kept between runs."""
    file = run.kept_folder / f"{name}-{edge}.tif"
    if not file.exists():
        unfinished = file.with_suffix(".new")
        paint(unfinished, edge)
        unfinished.rename(file)
    return file
