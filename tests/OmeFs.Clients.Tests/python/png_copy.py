"""libpng's answer, through libvips, to the segments of a TIFF that are PNG files: written as an uncompressed TIFF."""

import os
import subprocess
import tempfile

import numpy
import tifffile
from truth import sample_type

PNG = 34933


def write_png_copy(source, target):
    with tifffile.TiffFile(source) as tiff, tifffile.TiffWriter(target) as copy:
        for page in tiff.pages:
            page = page.aspage()
            out = numpy.zeros((page.imagelength, page.imagewidth, page.samplesperpixel), sample_type(page))
            across = -(-page.imagewidth // page.tilewidth)
            for index, (offset, count) in enumerate(zip(page.dataoffsets, page.databytecounts)):
                top, left = index // across * page.tilelength, index % across * page.tilewidth
                page.parent.filehandle.seek(offset)
                segment = decode(page.parent.filehandle.read(count), page)
                window = out[top : top + page.tilelength, left : left + page.tilewidth]
                window[:] = segment[: window.shape[0], : window.shape[1]]
            photometric = "rgb" if page.photometric == 2 else "minisblack"
            extra = ["unassalpha"] * (page.samplesperpixel - (3 if photometric == "rgb" else 1))
            copy.write(out if page.samplesperpixel > 1 else out[..., 0], photometric=photometric, extrasamples=extra or None, metadata=None,
                       planarconfig="contig" if page.samplesperpixel > 1 else None)


def decode(png, page):
    """(rows, columns, samples) of a PNG; libpng widens samples of fewer than 8 bits, which is undone."""
    with tempfile.TemporaryDirectory() as folder:
        name, plain = os.path.join(folder, "s.png"), os.path.join(folder, "s.tif")
        with open(name, "wb") as out:
            out.write(png)
        subprocess.run(["vips", "copy", name, f"{plain}[compression=none]"], check=True, stdin=subprocess.DEVNULL)
        pixels = tifffile.imread(plain)
    if page.bitspersample < 8:
        pixels = pixels // (255 // ((1 << page.bitspersample) - 1))
    return pixels.reshape(pixels.shape[0], pixels.shape[1], page.samplesperpixel)
