"""Holds the display windows of every image in a mounted folder against numpy's reading of the pixels, as zarr-python gives them.

    windows_trees.py FOLDER     {"arrays": images that were judged exactly, "errors": [...]} on stdout

The rule is docs/SEMANTICS.md's: of each of up to five planes the values that all but one in a thousand lie between, at either end; of all planes the widest.
"""

import json
import os
import sys

import numpy
import zarr
from trees import groups, levels, load, trees

ENOUGH_PIXELS = 65536
COLOURS = ("Red", "Green", "Blue", "Alpha", "Y", "Cb", "Cr")


def level_read(tree, group):
    """The smallest level with enough pixels, else the first."""
    arrays = [zarr.open(os.path.join(tree, group, level), mode="r") for level in levels(tree, group)]
    return ([array for array in arrays if array.shape[3] * array.shape[4] >= ENOUGH_PIXELS] or arrays[:1])[-1]


def spread(array, channel):
    """(lowest, low, high, highest) of the planes that are read; None if there is no number in them."""
    t, _, z = array.shape[:3]
    found = []
    for at_t, at_z in {(0, z // 2), (t // 2, z // 2), (t - 1, z // 2), (0, z // 4), (0, 3 * z // 4)}:
        plane = array[at_t, channel, at_z].ravel()
        values = numpy.sort(plane[numpy.isfinite(plane)].astype("f8"))
        if len(values):
            outside = len(values) // 1000
            found.append((values[0], values[outside], values[len(values) - 1 - outside], values[-1]))
    return None if not found else tuple(pick(column) for pick, column in zip((min, min, max, max), zip(*found)))


def expected(array, window, values):
    """The window that the values ask for."""
    low, start, end, high = values
    minimum, maximum = window["min"], window["max"]
    if array.dtype.kind == "f":
        minimum, maximum = (0, 1) if low >= 0 and high <= 1 else (low, high) if low < high else (min(0, low), max(0, high))
    if start < end:
        return minimum, maximum, start, end
    return (minimum, maximum, low, high) if low < high else None


def whole_type(array, window):
    """Whether the window is all that the type, or its bits, can hold."""
    if array.dtype.kind in "fc":
        return (window["start"], window["end"]) == (0, 1)
    return window["start"] == window["min"] and window["end"] in [2**bits - 1 for bits in range(1, 65)]


def check(tree, group):
    """Yields what is wrong; returns whether the windows could be told exactly."""
    attributes, array = load(tree, group, ".zattrs"), level_read(tree, group)
    channels = attributes["omero"]["channels"]
    whole = "sparse" not in tree and "missing" not in tree
    exact = whole and array.shape[3] * array.shape[4] <= ENOUGH_PIXELS and all(count <= 3 for count in array.cdata_shape[3:])
    for c, channel in enumerate(channels):
        window = channel["window"]
        if not window["min"] <= window["start"] <= window["end"] <= window["max"]:
            yield f"channel {c}: {window} is in no order"
        if array.dtype.kind == "c" or "colorMap" in channel or "imagej" in tree or channel["label"].split(" ")[-1] in COLOURS:
            if channel["label"].split(" ")[-1] in COLOURS and array.dtype.itemsize == 1 and (window["start"], window["end"]) not in ((0, 255), (0, 15)):
                yield f"channel {c}: {window} of a photograph"
            continue
        values = spread(array, c)
        want = expected(array, window, values) if values else None
        if want is None:
            continue
        if whole_type(array, window) and (window["start"], window["end"]) != want[2:]:
            yield f"channel {c}: {window} is that of the type, {want} expected"
        elif exact and tuple(window[key] for key in ("min", "max", "start", "end")) != want:
            yield f"channel {c}: {window}, expected {want}"
    return exact


def main():
    found = {"arrays": 0, "errors": []}
    for name, tree in trees(sys.argv[1]):
        for group in groups(tree):
            consolidated = load(tree, ".zmetadata")["metadata"][os.path.join(group, ".zattrs")]
            if consolidated != load(tree, group, ".zattrs"):
                found["errors"].append(f"{name}/{group}: .zmetadata has other windows")
            judge = check(tree, group)
            try:
                while True:
                    found["errors"].append(f"{name}/{group}: {next(judge)}")
            except StopIteration as end:
                found["arrays"] += bool(end.value)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
