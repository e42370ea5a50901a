"""The pixels of an OME-XML file as lxml, base64 and numpy read them: the judge of what omefs shows of BinData."""

import base64
import bz2
import gzip
import hashlib
import json
import sys
import zlib

import numpy
from lxml import etree

TYPES = {"int8": "i1", "int16": "i2", "int32": "i4", "uint8": "u1", "uint16": "u2", "uint32": "u4", "float": "f4", "double": "f8",
         "complex": "c8", "double-complex": "c16", "bit": "u1"}


def content(path):
    with open(path, "rb") as source:
        start = source.read(2)
    with (gzip.open if start == b"\x1f\x8b" else open)(path, "rb") as source:
        return source.read()


def is_omexml(path):
    """Whether the file is XML, packed or not."""
    with open(path, "rb") as source:
        start = source.read(256)
    return start.startswith(b"\x1f\x8b") or start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def named(element, name):
    return [child for child in element if isinstance(child.tag, str) and etree.QName(child).localname == name]


def images(path):
    """One array a Image that has BinData, axes t, c, z, y, x; planes without BinData are 0."""
    root = etree.fromstring(content(path), etree.XMLParser(huge_tree=True, resolve_entities=False))
    for image in named(root, "Image"):
        candidates = named(image, "Pixels")
        acquired = [one for one in candidates if one.get("ID") == image.get("AcquiredPixels", image.get("DefaultPixels"))]
        pixels = (acquired or candidates)[0]
        if named(pixels, "BinData"):
            yield array(pixels)


def array(pixels):
    kind = pixels.get("Type", pixels.get("PixelType"))
    dtype = numpy.dtype(TYPES[kind.lower()])
    sizes = {axis: int(pixels.get(f"Size{axis}")) for axis in "XYZCT"}
    slowest_first = pixels.get("DimensionOrder")[:1:-1]
    planes = numpy.zeros([sizes[axis] for axis in slowest_first] + [sizes["Y"], sizes["X"]], dtype)
    flat = planes.reshape(-1, sizes["Y"], sizes["X"])
    for number, element in enumerate(named(pixels, "BinData")[: len(flat)]):
        if text := "".join((element.text or "").split()):
            flat[number] = plane(element, text, kind, dtype, sizes, pixels.get("BigEndian", "false"))
    return planes.transpose([slowest_first.index(axis) for axis in "TCZ"] + [3, 4])


def plane(element, text, kind, dtype, sizes, default_order):
    packed = base64.b64decode(text + "=" * (-len(text) % 4))
    if element.get("Compression") == "zlib":
        packed = zlib.decompress(packed)
    elif element.get("Compression") == "bzip2":
        packed = bz2.decompress(packed if packed.startswith(b"BZ") else b"BZ" + packed)
    shape = sizes["Y"], sizes["X"]
    if kind == "bit" and len(packed) != shape[0] * shape[1]:
        flags = numpy.unpackbits(numpy.frombuffer(packed, "u1"))
        rows = flags.reshape(shape[0], -1) if len(packed) == shape[0] * ((shape[1] + 7) // 8) else None
        return rows[:, : shape[1]] if rows is not None else flags[: shape[0] * shape[1]].reshape(shape)
    big = element.get("BigEndian", default_order) in ("true", "t", "1")
    return numpy.frombuffer(packed, dtype.newbyteorder(">" if big else "<"), shape[0] * shape[1]).reshape(shape)


def digests(paths):
    """{path: the SHA-256 of the samples of each image in t, c, z, y, x order, little-endian}"""
    return {path: [hashlib.sha256(numpy.ascontiguousarray(one, one.dtype.newbyteorder("<")).tobytes()).hexdigest() for one in images(path)]
            for path in paths}


if __name__ == "__main__":
    print(json.dumps(digests(sys.stdin.read().split("\n"))))
