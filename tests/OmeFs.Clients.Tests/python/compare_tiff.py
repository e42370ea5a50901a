"""Compares every pixel of a mounted tree, read by zarr-python, with the TIFF or OME-XML file it shows.

    compare_tiff.py TIFF MOUNT      one verdict on stdout
    compare_tiff.py --serve         one JSON request a line on stdin, one verdict a line on stdout:
                                    {"tiff", "mount", "corpus": the shared corpus or null} compares, and validates the metadata,
                                    {"digest": MOUNT} gives the SHA-256 of every level instead,
                                    {"stack": [TIFF, ...]} that of the files' first IFDs one after the other,
                                    {"digest_tiff": TIFF} that of each series of an OME-TIFF by tifffile

A verdict: {"tiff", "ok", "errors": [...], "planes": n, "levels": [[series, level, shape, dtype], ...]}.
"""

import hashlib
import json
import os
import sys
import traceback

import numpy
import tifffile
import zarr
from colours import compare_colours
from plain_copy import judgeable
from truth import described, sample_type, samples_first, tczyx
from truth_omexml import images as omexml_images, is_omexml
from validate_tree import validate


class Verdict:
    def __init__(self, tiff):
        self.tiff, self.errors, self.planes, self.levels = tiff, [], 0, []

    def error(self, text):
        self.errors.append(text)

    def plane(self, where, got, want):
        """Bit-exact equality of one plane, NaN and byte order included."""
        self.planes += 1
        if got.shape != want.shape:
            return self.error(f"{where}: shape {got.shape}, expected {want.shape}")
        kind = want.dtype.newbyteorder("=")
        if got.dtype.newbyteorder("=") != kind:
            return self.error(f"{where}: dtype {got.dtype}, expected {want.dtype}")
        if numpy.ascontiguousarray(got, kind).tobytes() != numpy.ascontiguousarray(want, kind).tobytes():
            first = numpy.argwhere(got.astype(kind) != want.astype(kind))
            at = first[0].tolist() if len(first) else "a NaN"
            return self.error(f"{where}: {len(first)} of {want.size} pixels differ, the first at (y, x) {at}")

    def as_dict(self):
        return {"tiff": self.tiff, "ok": not self.errors and self.planes > 0, "errors": self.errors[:12], "planes": self.planes,
                "levels": self.levels}


class Image:
    """One multiscales group of the mount, opened as a person would."""

    def __init__(self, mount, path):
        self.path = path
        group = zarr.open(os.path.join(mount, path) if path else mount, mode="r")
        multiscales = group.attrs["multiscales"][0]
        axes = [axis["name"] for axis in multiscales["axes"]]
        if axes != ["t", "c", "z", "y", "x"]:
            raise ValueError(f"axes {axes}")
        self.levels = [group[dataset["path"]] for dataset in multiscales["datasets"]]
        self.channels = group.attrs["omero"]["channels"]


def images(mount):
    root = zarr.open(mount, mode="r")
    if "multiscales" in root.attrs:
        return [Image(mount, "")]
    if root.attrs.get("bioformats2raw.layout") != 3:
        raise ValueError(f"the root is neither an image nor a bioformats2raw layout: {dict(root.attrs)}")
    found = []
    while os.path.isdir(os.path.join(mount, str(len(found)))):
        found.append(Image(mount, str(len(found))))
    return found


def compare_ome(series, shown, verdict, copied, read=tczyx):
    if len(series) != len(shown):
        return verdict.error(f"{len(shown)} images shown, tifffile has {len(series)} series")
    for index, (one, image) in enumerate(zip(series, shown)):
        if len(one.levels) != len(image.levels) and not copied:
            verdict.error(f"image {index}: {len(image.levels)} levels shown, tifffile has {len(one.levels)}")
        for level, (source, array) in enumerate(zip(one.levels, image.levels)):
            compare_level(index, level, array, read(source), verdict)


def compare_level(index, level, array, want, verdict):
    where = f"image {index} level {level}"
    verdict.levels.append([index, level, list(array.shape), str(array.dtype)])
    if array.shape != want.shape:
        return verdict.error(f"{where}: shape {array.shape}, expected {want.shape}")
    for t, c, z in numpy.ndindex(want.shape[:3]):
        verdict.plane(f"{where} t={t} c={c} z={z}", array[t, c, z], want[t, c, z])


def compare_omexml(arrays, shown, verdict):
    if len(arrays) != len(shown) or any(len(image.levels) != 1 for image in shown):
        return verdict.error(f"{len(shown)} images shown, the OME-XML has {len(arrays)} with BinData, of one level each")
    for index, (want, image) in enumerate(zip(arrays, shown)):
        compare_level(index, 0, image.levels[0], want, verdict)


def compare_stack(series, shown, verdict):
    """A stack of whose planes, or their order, tifffile knows by the description."""
    if len(shown) != 1:
        return verdict.error(f"{len(shown)} images shown, tifffile has one stack")
    want, array = tczyx(series), shown[0].levels[0]
    verdict.levels.append([0, 0, list(array.shape), str(array.dtype)])
    if array.shape != want.shape:
        return verdict.error(f"shape {array.shape}, expected {want.shape}")
    for t, c, z in numpy.ndindex(want.shape[:3]):
        verdict.plane(f"t={t} c={c} z={z}", array[t, c, z], want[t, c, z])


def compare_plain(tiff, shown, verdict, copied):
    """Each shown image takes the next unused IFDs of its size, or SubIFDs; in the end every full-size IFD must have been shown."""
    full = [page for page in chain(tiff) if not page.is_reduced]
    reduced = [page for page in chain(tiff) if page.is_reduced]
    children = {page.index: list(page.pages or []) for page in full + reduced}
    # A file may hold nothing but IFDs that call themselves reduced: then they are its images.
    if not full:
        full, reduced = reduced, []
    for index, image in enumerate(shown):
        taken = take(full, image.levels[0]) or take(reduced, image.levels[0]) or take_child(children, image.levels[0])
        compare_planes(taken, image.levels[0], f"image {index} level 0", verdict)
        verdict.levels.append([index, 0, list(image.levels[0].shape), str(image.levels[0].dtype)])
        for level, array in enumerate(image.levels[1:], 1):
            own = [child for page in taken for child in children.get(page.index, [])]
            below = take(own, array) or take(reduced, array) or take(full, array)
            for rest in children.values():
                rest[:] = [child for child in rest if child not in below]
            if copied and not below:
                continue
            compare_planes(below, array, f"image {index} level {level}", verdict)
            verdict.levels.append([index, level, list(array.shape), str(array.dtype)])
    for page in full + reduced:
        verdict.error(f"IFD {page.index} of {page.imagewidth} x {page.imagelength} is not shown")
    for child in (child for rest in children.values() for child in rest if child.is_reduced):
        verdict.error(f"the SubIFD {child.index} of {child.imagewidth} x {child.imagelength} is not shown")


def take_child(children, array):
    """The SubIFDs of the array's size, of which each IFD gives one."""
    return [page for rest in children.values() for page in take(rest, array)[:1]]


def chain(tiff):
    return [page if isinstance(page, tifffile.TiffPage) else page.aspage() for page in tiff.pages]


def take(pages, array):
    """Removes from `pages` as many as `array` has planes for, in order, of its height, width and type."""
    t, c, z, y, x = array.shape
    fit = [page for page in pages if (page.imagelength, page.imagewidth) == (y, x)
           and sample_type(page) == array.dtype.newbyteorder("=") and c % page.samplesperpixel == 0]
    if fit:
        fit = [page for page in fit if (page.samplesperpixel, page.imagedepth) == (fit[0].samplesperpixel, fit[0].imagedepth)]
        fit = fit[: t * z * c // fit[0].samplesperpixel // fit[0].imagedepth]
    for page in fit:
        pages.remove(page)
    return fit


def compare_planes(pages, array, where, verdict):
    """IFDs in file order lie channel fastest, then z, then t (ImageJ's default; plain TIFFs have z alone)."""
    t, c, z, _, _ = array.shape
    samples = pages[0].samplesperpixel if pages else 1
    depth = pages[0].imagedepth if pages else 1
    if len(pages) * samples * depth != t * c * z:
        return verdict.error(f"{where}: shape {array.shape} of {array.dtype}, but {len(pages)} IFDs of {samples} samples and {depth} planes fit")
    groups = c // samples
    for index, (page, plane) in enumerate((page, plane) for page in pages for plane in range(depth)):
        want = samples_first(page)[plane]
        at_t, at_z, at_c = index // (z * groups), index // groups % z, index % groups
        for sample in range(samples):
            got = array[at_t, at_c * samples + sample, at_z]
            verdict.plane(f"{where} IFD {page.index} plane {plane} sample {sample}", got, want[sample])


def is_stack(tiff):
    """Whether tifffile knows of planes, or of their order, by the description alone."""
    one = tiff.series[0]
    behind_one = len(one.pages) == 1 and one.ndim > tiff.pages[0].ndim
    return one.kind in ("imagej", "stk") and behind_one or one.kind == "imagej" and "order" in tiff.imagej_metadata


def compare(path, mount):
    verdict = Verdict(path)
    try:
        shown = images(mount)
        if is_omexml(path):
            compare_omexml(list(omexml_images(path)), shown, verdict)
            return verdict.as_dict()
        with judgeable(path) as (readable, copied), tifffile.TiffFile(readable) as tiff:
            if all(one.kind == "ome" for one in tiff.series) or all(one.kind in ("svs", "qpi") for one in tiff.series):
                compare_ome(tiff.series, shown, verdict, copied)
            elif len(shown) == len(tiff.series) and all(
                    one.kind == "shaped" and all(described(level) is not None for level in one.levels) for one in tiff.series):
                compare_ome(tiff.series, shown, verdict, copied, described)
            elif is_stack(tiff):
                compare_stack(tiff.series[0], shown, verdict)
            else:
                compare_plain(tiff, shown, verdict, copied)
            if not copied:
                compare_colours(tiff, shown, verdict)
    except Exception as fault:  # one file's fault is that file's verdict, the rest of the batch goes on
        place = traceback.extract_tb(fault.__traceback__)[-1]
        verdict.error(f"{type(fault).__name__}: {fault} ({os.path.basename(place.filename)}:{place.lineno})")
    return verdict.as_dict()


def answer(request):
    if "digest" in request:
        return digests(request["digest"])
    if "stack" in request:
        return {"sha256": stacked(request["stack"])}
    if "digest_tiff" in request:
        return tiff_digests(request["digest_tiff"])
    verdict = compare(request["tiff"], request["mount"])
    if request.get("corpus"):
        try:
            verdict["metadata"] = validate(request["corpus"], request["mount"], request["tiff"])
        except Exception as fault:  # the verdict of this file
            verdict["metadata"] = [f"{type(fault).__name__}: {fault}"]
    return verdict


def digests(mount):
    """{"image/level": SHA-256 of the level's samples in C order, little-endian}"""
    found = {}
    for image in images(mount):
        for array in image.levels:
            found[f"{image.path}/{array.basename}"] = digest(array[:])
    return found


def stacked(paths):
    """SHA-256 of the samples of each file's first IFD, as if it stood alone."""
    digest = hashlib.sha256()
    for path in paths:
        with tifffile.TiffFile(path) as tiff:
            samples = tiff.pages[0].asarray()
            digest.update(numpy.ascontiguousarray(samples, samples.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


def tiff_digests(path):
    with tifffile.TiffFile(path) as tiff:
        return {str(index): digest(tczyx(series.levels[0])) for index, series in enumerate(tiff.series)}


def digest(pixels):
    return hashlib.sha256(pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()).hexdigest()


def main():
    if sys.argv[1:] == ["--serve"]:
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line))), flush=True)
        return 0
    verdict = compare(sys.argv[1], sys.argv[2])
    print(json.dumps(verdict, indent=1))
    return 0 if verdict["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
