"""The answer of libpng (through libvips) and of libjxl's djxl to the segments of a TIFF that are such images: written as an uncompressed TIFF."""

import os
import subprocess
import tempfile

import numpy
import tifffile
from truth import grid, sample_type

PNG = 34933
JPEG_XL = (50002, 52546)
KNOWN = (PNG, *JPEG_XL)


def write_image_copy(source, target):
    with tifffile.TiffFile(source) as tiff, tifffile.TiffWriter(target) as copy:
        for page in tiff.pages:
            page = page.aspage()
            samples = page.samplesperpixel
            together = samples if page.planarconfig == 1 else 1
            out = numpy.zeros((page.imagelength, page.imagewidth, samples), sample_type(page))
            rows, across = grid(page)
            high, wide = (page.tilelength, page.tilewidth) if page.is_tiled else (page.rowsperstrip, page.imagewidth)
            for index, (offset, count) in enumerate(zip(page.dataoffsets, page.databytecounts)):
                plane, place = divmod(index, rows * across)
                top, left = place // across * high, place % across * wide
                page.parent.filehandle.seek(offset)
                segment = decode(page.parent.filehandle.read(count), page, together)
                window = out[top : top + high, left : left + wide, plane * together : (plane + 1) * together]
                window[:] = segment[: window.shape[0], : window.shape[1]]
            photometric = "rgb" if page.photometric == 2 else "minisblack"
            extra = ["unassalpha"] * (samples - (3 if photometric == "rgb" else 1))
            copy.write(out if samples > 1 else out[..., 0], photometric=photometric, extrasamples=extra or None, metadata=None,
                       planarconfig="contig" if samples > 1 else None)


def decode(segment, page, samples):
    """(rows, columns, samples) of one segment."""
    pixels = decode_png(segment, page) if page.compression == PNG else decode_jpeg_xl(segment, page)
    return pixels.reshape(pixels.shape[-3] if pixels.ndim > 3 else pixels.shape[0], -1, samples)


def decode_png(segment, page):
    """libpng widens samples of fewer than 8 bits, which is undone."""
    with tempfile.TemporaryDirectory() as folder:
        name, plain = os.path.join(folder, "s.png"), os.path.join(folder, "s.tif")
        with open(name, "wb") as out:
            out.write(segment)
        subprocess.run(["vips", "copy", name, f"{plain}[compression=none]"], check=True, stdin=subprocess.DEVNULL)
        pixels = tifffile.imread(plain)
    return pixels // (255 // ((1 << page.bitspersample) - 1)) if page.bitspersample < 8 else pixels


def decode_jpeg_xl(segment, page):
    """djxl writes floats from 0 to 1."""
    with tempfile.TemporaryDirectory() as folder:
        name, plain = os.path.join(folder, "s.jxl"), os.path.join(folder, "s.npy")
        with open(name, "wb") as out:
            out.write(segment)
        subprocess.run(["djxl", name, plain], check=True, stdin=subprocess.DEVNULL, capture_output=True)
        pixels = numpy.load(plain)
    return numpy.rint(pixels.astype("f8") * ((1 << page.bitspersample) - 1)).astype(sample_type(page))
