"""What a TIFF's pixels are, by somebody else's answer: tifffile; where it has no decoder, its segments unpacked by numpy.

Everything here is independent of omefs. Semantics: MinIsWhite stays as stored, palette samples are indices, samples of 1..7 bits
become uint8, 9..15 uint16, 17..31 uint32, 24-bit floats float32, complex integers complex64 or complex128; the samples of a plane are channels.
"""

import logging
import zlib

import numpy
import tifffile

logging.getLogger("tifffile").setLevel(logging.CRITICAL)

NATIVE_BITS = (8, 16, 32, 64, 128)
DEFLATE = (8, 32946)
COMPLEX_INTEGER = 5


def sample_type(page):
    """The numpy dtype a person gets for the samples of `page`, native byte order."""
    bits, kind = page.bitspersample, page.sampleformat
    width = 8 if bits <= 8 else 16 if bits <= 16 else 32 if bits <= 32 else bits
    if kind == COMPLEX_INTEGER:
        return numpy.dtype("c16" if bits == 64 else "c8")
    letters = {1: "u", 2: "i", 3: "f", 4: "u", 6: "c"}
    if kind not in letters:
        raise ValueError(f"sample format {kind} has no numpy type")
    return numpy.dtype(f"{letters[kind]}{width // 8}")


def samples_first(page):
    """One IFD's pixels as (planes, samples, height, width); it has several planes where it is a volume."""
    whole = page.bitspersample in NATIVE_BITS and page.sampleformat != COMPLEX_INTEGER
    array = unpacked(page) if not whole or has_surplus_segments(page) else native(page)
    array = array.reshape(page.shaped)
    # tifffile's `shaped` is (separate samples, depth, length, width, contiguous samples)
    array = numpy.moveaxis(array, (1, 0, 4), (0, 1, 2)).reshape(page.imagedepth, -1, page.imagelength, page.imagewidth)
    return array.astype(sample_type(page), copy=False)


def has_surplus_segments(page):
    """More offsets than the image has segments: tifffile 2023 stumbles over them. Known of 8-bit files only."""
    return page.bitspersample == 8 and page.is_tiled and page.imagedepth == 1 and len(page.dataoffsets) > page.shaped[0] * numpy.prod(grid(page))


def grid(page):
    """(rows, columns) of segments in one plane."""
    across, down = (page.tilewidth, page.tilelength) if page.is_tiled else (page.imagewidth, min(page.rowsperstrip, page.imagelength))
    return -(-page.imagelength // down), -(-page.imagewidth // across)


def native(page):
    """tifffile's pixels; its fill value where no segment is there (tifffile 2023 reads such a file's header as pixels)."""
    if not any(page.dataoffsets):
        return numpy.full(page.shaped, page.nodata, sample_type(page))
    array = page.asarray(squeeze=False)
    if array is None:
        raise ValueError("tifffile reads no pixels")
    return array


def unpacked(page):
    """Pixels of `page` in tifffile's `shaped` order where the samples are not whole native ones."""
    separate, depth, height, width, contiguous = page.shaped
    if depth > 1:
        raise ValueError("no volumes of such samples here")
    out = numpy.zeros((separate, height, width, contiguous), sample_type(page))
    across, down = (page.tilewidth, page.tilelength) if page.is_tiled else (width, min(page.rowsperstrip, height))
    rows, columns = grid(page)
    handle = page.parent.filehandle
    for index, (offset, count) in enumerate(zip(page.dataoffsets, page.databytecounts)):
        if not offset or not count or index >= separate * rows * columns:
            continue
        handle.seek(offset)
        segment = unpack_segment(page, handle.read(count), across, contiguous)
        plane, place = divmod(index, columns * rows)
        top, left = place // columns * down, place % columns * across
        window = out[plane, top : top + down, left : left + across]
        window[:] = segment[: window.shape[0], : window.shape[1]]
    return out


def unpack_segment(page, raw, across, contiguous):
    """(rows, across, contiguous) samples of one segment; rows as many as its bytes hold."""
    if page.compression in DEFLATE:
        raw = zlib.decompress(raw)
    elif page.compression != 1:
        raise ValueError(f"no decoder here for compression {page.compression}")
    octets = numpy.frombuffer(raw, "u1")
    if page.fillorder == 2:
        octets = numpy.packbits(numpy.unpackbits(octets), bitorder="little")
    bits = page.bitspersample
    row_bytes = -(-across * contiguous * bits // 8)
    octets = octets[: octets.size // row_bytes * row_bytes].reshape(-1, row_bytes)
    if page.sampleformat == COMPLEX_INTEGER:
        parts = octets.view(f"{page.parent.byteorder}i{bits // 16}").astype("f8").reshape(octets.shape[0], -1, 2)
        return (parts[..., 0] + 1j * parts[..., 1]).reshape(octets.shape[0], across, contiguous)
    if bits == 24:
        values = triples(octets, page.parent.byteorder)
    else:
        digits = numpy.unpackbits(octets, axis=1)[:, : across * contiguous * bits].reshape(octets.shape[0], -1, bits)
        values = digits.astype("u4") @ (1 << numpy.arange(bits - 1, -1, -1, dtype="u4"))
    if page.sampleformat == 3:
        values = float24(values)
    elif page.sampleformat == 2:
        values = values.astype("i8") - ((values.astype("i8") >> (bits - 1)) << bits)
    return values.reshape(octets.shape[0], across, contiguous)


def triples(octets, order):
    """24-bit values in the file's byte order, as libtiff has them."""
    parts = octets.reshape(octets.shape[0], -1, 3).astype("u4")
    low, high = (0, 2) if order == "<" else (2, 0)
    return parts[..., low] | parts[..., 1] << 8 | parts[..., high] << 16


def float24(values):
    """TIFF Technical Note 3: sign 1, exponent 7 (bias 63), mantissa 16 bits."""
    sign, exponent, mantissa = values >> 23, (values >> 16 & 0x7F).astype("i4"), values & 0xFFFF
    normal = numpy.ldexp(1 + mantissa / 65536.0, exponent - 63)
    tiny = numpy.ldexp(mantissa / 65536.0, -62)
    special = numpy.where(mantissa == 0, numpy.inf, numpy.nan)
    value = numpy.where(exponent == 0, tiny, numpy.where(exponent == 127, special, normal))
    return numpy.where(sign == 1, -value, value).astype("f4")


def tczyx(series_level):
    """A tifffile series level as (t, c, z, y, x); samples become channels."""
    axes = series_level.axes.replace("I", "Z")
    strange = set(axes) - set("TCZSYX")
    if strange:
        raise ValueError(f"tifffile's axes {axes} are not of an OME image")
    array = series_level.asarray()
    array = array.reshape(array.shape + (1,) * (6 - len(axes)))
    axes += "".join(a for a in "TCSZYX" if a not in axes)
    array = array.transpose([axes.index(a) for a in "TCSZYX"])
    t, c, s, z, y, x = array.shape
    array = array.reshape(t, c * s, z, y, x)
    return array.astype("u1") if array.dtype.kind == "b" else array


def described(series_level):
    """A level of an array that tifffile wrote as (t, c, z, y, x), or None where its axes are not of an image: omefs shows planes along z then."""
    kept = [axis for axis, length in enumerate(series_level.shape) if length > 1]
    axes = "".join(series_level.axes[axis] for axis in kept)
    rest = axes.removesuffix("S") if series_level.keyframe.samplesperpixel > 1 else axes
    rest = rest.removesuffix("YX")
    if len(rest) > len(axes) - 2 or (series_level.keyframe.samplesperpixel > 1 and not set(axes) & set("SC")):
        return None
    letters = rest if "Z" in rest else "".join("Z" if letter in "IQ" else letter for letter in rest)
    if len(set(letters)) < len(letters) or set(letters) - set("TCZ"):
        return None
    axes = letters + axes[len(rest):]
    array = series_level.asarray().reshape([series_level.shape[axis] for axis in kept])
    array = array.reshape(array.shape + (1,) * (6 - len(axes)))
    axes += "".join(letter for letter in "TCSZYX" if letter not in axes)
    t, c, s, z, y, x = (array := array.transpose([axes.index(letter) for letter in "TCSZYX"])).shape
    return array.reshape(t, c * s, z, y, x)
