"""Holds references for clients with imagecodecs against tifffile's write_fsspec, and against the pixels.

One JSON request a line on stdin, on stdout a line {"differences": [...], "levels": N}, N counting what was compared:
{"document": J, "tiff": T} compares each array and where its chunks lie with what tifffile writes of the series and level that it is.
{"document": J, "raw": R, "type": "u2"} compares the one array, read by zarr through fsspec, with samples (sample, y, x), little-endian.
{"document": J, "mount": M} compares every array, read so, with the one on M.
Where a codec has no stand-in (client_codecs.py) no pixels are compared.

What Debian's tifffile (2023.2.3) writes otherwise is put right before it is compared, by name:
"zstd": numcodecs' codec, which reads no stream without its length; imagecodecs_zstd since 2023.3.15.
"order": filters of big-endian files get this machine's order; the file's since 2023.9.18.
"pixels": what JPEG, JPEG 2000, LERC, PNG and WebP give is in this machine's order, whatever the file's; still so.
"alpha": four samples of WebP need a word; since 2023.7.4.
"one": where an image is one pixel high or wide and tiled, chunks and ranges of a larger tile are wrong; right since 2025.6.11, not compared here.
"nodata": a fill value that the type cannot hold is no fill value; since 2024.6.18.
What omefs writes and tifffile refuses is counted as not compared: incomplete last strips, which are copied; IFDs that share their JPEGTables.
"""

import io
import json
import os
import sys

import client_codecs
import fsspec
import numpy
import tifffile
import zarr
from zarr.storage import KVStore

GIVES_PIXELS = {"imagecodecs_jpeg", "imagecodecs_jpeg2k", "imagecodecs_lerc", "imagecodecs_png", "imagecodecs_webp"}
NOT_HERE = GIVES_PIXELS


def series_of(refs, tiff):
    """(group, series) in their order."""
    groups = sorted({key[: -len("0/.zarray")] for key in refs if key == "0/.zarray" or key.endswith("/0/.zarray")})
    if groups == [""]:
        return [("", tiff.series[0])] if len(tiff.series) == 1 else []
    return [(group, tiff.series[int(group[:-1])]) for group in groups if int(group[:-1]) < len(tiff.series)]


def written(series, level):
    """The array and ranges that tifffile writes, or None where it refuses."""
    keyframe, text = series.levels[level].keyframe, io.StringIO()
    if keyframe.is_tiled and min(keyframe.shaped[2:4]) == 1:
        return None
    with series.aszarr(level=level) as store:
        try:
            store.write_fsspec(text, "", version=1)
        except ValueError:
            return None
    return json.loads(text.getvalue())["refs"]


def put_right(array, keyframe):
    if array["compressor"] == {"id": "zstd"}:
        array["compressor"] = {"id": "imagecodecs_zstd"}
    for found in array["filters"] or []:
        found["dtype"] = array["dtype"]
    if array["compressor"] and array["compressor"]["id"] in GIVES_PIXELS:
        array["dtype"] = array["dtype"].replace(">", "<")
        array["filters"] = None
    if array["compressor"] == {"id": "imagecodecs_webp"} and keyframe.samplesperpixel == 4:
        array["compressor"]["hasalpha"] = True
    return array


def squeezed(array):
    """Without axes of length 1, of which omefs has all and tifffile none."""
    shape, chunks = array["shape"], array["chunks"]
    kept = [axis for axis, length in enumerate(shape) if length > 1]
    filters = [found | {"shape": [length for length in found["shape"] if length > 1]} for found in array["filters"] or []]
    return array | {"shape": [shape[axis] for axis in kept], "chunks": [chunks[axis] for axis in kept], "filters": filters}


def fill(array):
    value = array["fill_value"]
    limits = numpy.iinfo(array["dtype"]) if array["dtype"][1] in "iu" else None
    if isinstance(value, list):
        return value
    return "0.0" if limits and not limits.min <= float(value) <= limits.max else str(float(value))


def ranges(refs, prefix, array):
    """Where each chunk lies by its number in C order, None where it is missing."""
    counts = [-(-length // step) for length, step in zip(array["shape"], array["chunks"])]
    separator = array.get("dimension_separator", ".")
    for place in numpy.ndindex(*counts):
        found = refs.get(prefix + separator.join(map(str, place)))
        yield found[1:] if isinstance(found, list) else found


def compare_level(refs, prefix, want, keyframe):
    mine, theirs = json.loads(refs[prefix + ".zarray"]), put_right(json.loads(want[".zarray"]), keyframe)
    got, expected = squeezed(mine), squeezed(theirs)
    for name in ("shape", "chunks", "dtype", "compressor", "filters", "order"):
        if got[name] != expected[name]:
            yield f"{prefix}: {name} {got[name]}, tifffile has {expected[name]}"
    # Complex numbers have none where no chunk is missing: what tifffile writes, zarr-python 3 does not read.
    if not (mine["fill_value"] is None and mine["dtype"][1] == "c") and fill(mine) != fill(theirs):
        yield f"{prefix}: fill_value {mine['fill_value']}, tifffile has {theirs['fill_value']}"
    for number, (got, expected) in enumerate(zip(ranges(refs, prefix, mine), ranges(want, "", theirs), strict=True)):
        if got != expected:
            yield f"{prefix}: chunk {number} lies at {got}, tifffile has {expected}"
            return


def by_segments(array):
    """Whether the array is one that only --codecs imagecodecs writes."""
    return len(array["shape"]) == 6 or array["filters"] or (array["compressor"] or {"level": 0}).get("level") is None


def compare_with_tifffile(path, tiff):
    refs, differences, levels = load(path)["refs"], [], 0
    with tifffile.TiffFile(tiff) as judge:
        for group, series in series_of(refs, judge):
            numbers = [level for level in range(len(series.levels)) if f"{group}{level}/.zarray" in refs]
            for level in numbers if len(numbers) == len(series.levels) else []:
                prefix = f"{group}{level}/"
                want = written(series, level) if by_segments(json.loads(refs[prefix + ".zarray"])) else None
                if want is not None:
                    levels += 1
                    differences += compare_level(refs, prefix, want, series.levels[level].keyframe)
    return differences, levels


def arrays(path):
    os.chdir(os.path.dirname(path))
    system = fsspec.filesystem("reference", fo=path, skip_instance_cache=True)
    # One chunk at a time: of several at once fsspec (2022.11) takes none where one is missing.
    found = {}
    for key, text in ((key, system.cat(key)) for key in system.references if key.endswith(".zarray")):
        codecs = [json.loads(text)["compressor"], *(json.loads(text)["filters"] or [])]
        if not NOT_HERE & {codec["id"] for codec in codecs if codec}:
            name = key[: -len("/.zarray")]
            found[name] = zarr.open(KVStore(system.get_mapper()), mode="r")[name]
    return found


def as_five(array):
    """With interleaved samples among the channels, as a mount has them."""
    pixels = array[...]
    if pixels.ndim == 5:
        return pixels
    t, c, z, y, x, s = pixels.shape
    return numpy.moveaxis(pixels, 5, 2).reshape(t, c * s, z, y, x)


def compare_with_raw(path, raw, kind):
    differences, found = [], arrays(path)
    for name, array in found.items():
        got = as_five(array)
        if got.dtype.newbyteorder("<") != numpy.dtype("<" + kind):
            differences.append(f"{name}: {got.dtype}, expected {kind}")
        elif got.astype("<" + kind).tobytes() != open(raw, "rb").read():
            differences.append(f"{name}: differs from the samples that went in")
    return differences, len(found)


def compare_with_mount(path, mount):
    differences, found = [], arrays(path)
    shown = zarr.open(mount, mode="r")
    for name, array in found.items():
        want, got = shown[name][...], as_five(array)
        if got.dtype.newbyteorder("<") != want.dtype.newbyteorder("<") or got.shape != want.shape or got.astype(want.dtype).tobytes() != want.tobytes():
            differences.append(f"{name}: differs from the mount's")
    return differences, len(found)


def load(path):
    with open(path, encoding="utf-8") as text:
        return json.load(text)


def answer(request):
    try:
        if "tiff" in request:
            found = compare_with_tifffile(request["document"], request["tiff"])
        elif "raw" in request:
            found = compare_with_raw(request["document"], request["raw"], request["type"])
        else:
            found = compare_with_mount(request["document"], request["mount"])
        return {"differences": found[0], "levels": found[1]}
    except Exception as fault:  # a test fails with this, and the next is asked
        return {"differences": [f"{type(fault).__name__}: {fault}"], "levels": 0}


client_codecs.register()
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
