"""A BigTIFF of millions of tiles which takes little room: real offset and count tables, and holes where most tiles lie."""

import struct

import numpy as np

from sources import chunk_path, explode, kept_folder

EDGE = 64
TILE_BYTES = EDGE * EDGE
FIRST_IFD = 16
SHORT, LONG, ASCII, LONG8 = 3, 4, 2, 16
PER_WRITE = 1 << 20
OME_XML = ('<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0" Name="sparse">'
           '<Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" SizeX="{x}" SizeY="{y}" SizeZ="1" SizeC="1" SizeT="1">'
           '<Channel ID="Channel:0:0" SamplesPerPixel="1"/><TiffData IFD="0" PlaneCount="1"/></Pixels></Image></OME>')


def sparse_tiles(folder, rows, columns, sampled):
    """rows × columns tiles of 64 × 64 uint8, kept between runs. `sampled` random ones hold random bytes and are listed and exploded."""
    count = rows * columns
    chosen = np.random.default_rng(4).choice(count, sampled, replace=False).tolist()
    source = kept_folder(folder, [chunk_path(tile, columns) for tile in chosen])
    if not (folder / "complete").exists():
        with open(source.tiff, "wb") as file:
            first = _write_tables(file, rows, columns)
            samples = np.random.default_rng(5)
            for tile in chosen:
                file.seek(first + tile * TILE_BYTES)
                file.write(samples.bytes(TILE_BYTES))
            file.truncate(first + count * TILE_BYTES)
        explode(source, [(first + tile * TILE_BYTES, TILE_BYTES) for tile in chosen])
        (folder / "complete").touch()
    return source


def _write_tables(file, rows, columns):
    """Header, IFD and tables; returns where the first tile lies."""
    count = rows * columns
    text = OME_XML.format(x=columns * EDGE, y=rows * EDGE).encode() + b"\0"
    text_at = FIRST_IFD + 8 + 20 * 11 + 8
    offsets_at = -(-(text_at + len(text)) // 8) * 8
    counts_at = offsets_at + 8 * count
    first = -(-(counts_at + 8 * count) // 4096) * 4096
    entries = [(256, LONG, 1, columns * EDGE), (257, LONG, 1, rows * EDGE), (258, SHORT, 1, 8), (259, SHORT, 1, 1), (262, SHORT, 1, 1),
               (270, ASCII, len(text), text_at), (277, SHORT, 1, 1), (322, LONG, 1, EDGE), (323, LONG, 1, EDGE),
               (324, LONG8, count, offsets_at), (325, LONG8, count, counts_at)]
    file.write(struct.pack("<2sHHHQ", b"II", 43, 8, 0, FIRST_IFD))
    file.write(struct.pack("<Q", len(entries)) + b"".join(struct.pack("<HHQQ", *entry) for entry in entries) + struct.pack("<Q", 0))
    file.write(text)
    file.seek(offsets_at)
    for start in range(0, count, PER_WRITE):
        np.arange(first + start * TILE_BYTES, first + min(start + PER_WRITE, count) * TILE_BYTES, TILE_BYTES, dtype="<u8").tofile(file)
    for start in range(0, count, PER_WRITE):
        np.full(min(PER_WRITE, count - start), TILE_BYTES, "<u8").tofile(file)
    return first
