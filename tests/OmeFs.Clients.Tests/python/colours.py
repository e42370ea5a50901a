"""The colours of palettes and LUTs: what omero's channels say against what tifffile reads."""

import numpy

PALETTE = 3
BLACK = "000000"


def compare_colours(tiff, shown, verdict):
    """Each image with one channel against the palette of the first IFD of its size; ImageJ's channels against its LUTs."""
    luts = (tiff.imagej_metadata or {}).get("LUTs") or []
    grey = tiff.pages[0].samplesperpixel == 1
    for index, image in enumerate(shown):
        where, tables = f"image {index}", []
        if tiff.is_imagej and grey and len(luts) >= len(image.channels):
            tables = luts[: len(image.channels)]
        elif len(image.channels) == 1 and (page := palette_page(tiff, image.levels[0])) is not None:
            # libtiff's rule: entries of 8 bits if none is larger.
            tables = [page.colormap if page.colormap.max() > 255 else page.colormap.astype("u1")]
        if not tables:
            verdict.errors += [f"{where}: a colour map from nowhere" for channel in image.channels if "colorMap" in channel]
        for channel, table in zip(image.channels, tables):
            compare_table(where, channel, table, tiff.is_imagej and is_whole_stack(tiff, image), verdict)


def is_whole_stack(tiff, image):
    """An ImageJ file whose description the IFDs bear out is one image of all of them."""
    t, c, z = image.levels[0].shape[:3]
    return t * c * z == len(tiff.pages) * tiff.pages[0].samplesperpixel


def palette_page(tiff, array):
    for page in tiff.pages:
        page = page.aspage()
        if page.photometric == PALETTE and page.samplesperpixel == 1 and (page.imagelength, page.imagewidth) == array.shape[3:]:
            full = page.colormap is not None and page.colormap.shape[1] == 1 << page.bitspersample
            return page if full else None
    return None


def compare_table(where, channel, table, imagej, verdict):
    depth = 8 * table.dtype.itemsize
    # The high byte of 16 bits: what tiff2rgba makes of a ColorMap, entry by entry.
    octets = table.astype("f8") if depth == 8 else numpy.floor(table / 256.0)
    ramp = octets[:, -1:] * numpy.arange(table.shape[1]) / max(1, table.shape[1] - 1)
    if "colorMap" not in channel:
        if numpy.abs(octets - ramp).max() > 1:
            verdict.error(f"{where}: {channel['label']} has no colour map, and the file's is no ramp")
    else:
        got = channel["colorMap"]
        if got["bits"] != depth or not numpy.array_equal([got["red"], got["green"], got["blue"]], table):
            verdict.error(f"{where}: the colour map of {channel['label']} is not the file's")
    last = "".join(f"{int(entry):02X}" for entry in octets[:, -1])
    if imagej and last != BLACK and channel["color"] != last:
        verdict.error(f"{where}: {channel['label']} has the colour {channel['color']}, its LUT ends in {last}")
