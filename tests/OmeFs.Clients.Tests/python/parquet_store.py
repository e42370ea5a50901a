"""Writes references as fsspec's LazyReferenceMapper does: `.zmetadata`, and a Parquet file for each `record_size` chunks of an array.

Parquet itself by its specification (github.com/apache/parquet-format), as fastparquet lays it out: data pages of version 1, texts plain or, if few of
them differ, by a dictionary; offsets and sizes plain. Debian has no Python that writes Parquet.
"""

import gzip
import hashlib
import itertools
import json
import math
import os
import struct

INT64, BYTES = 2, 6
PLAIN, RUNS, DICTIONARY = 0, 3, 8
NONE, GZIP = 0, 2

WRITTEN = {}
"""The columns of each file that was written, by its SHA-256; bytes as lists of numbers."""


def write(folder, references, record_size, codec=NONE, threshold=10):
    """Writes a store of references as fsspec has them in memory: bytes, texts, objects, [url], [url, offset, size]."""
    documents = {key: value for key, value in references.items() if key.split("/")[-1].startswith(".z")}
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/.zmetadata", "w", encoding="utf-8") as file:
        json.dump({"metadata": documents, "record_size": record_size}, file)
    rows = {}
    for key, value in references.items():
        if key in documents:
            continue
        field, record, row = place(documents, key, record_size)
        rows.setdefault((field, record), {})[row] = value
    for (field, record), values in rows.items():
        os.makedirs(f"{folder}/{field}", exist_ok=True)
        described = columns(values, record_size, threshold)
        content = table(described, record_size, codec)
        as_numbers = {name: [list(one) if isinstance(one, bytes) else one for one in column] for name, _, _, _, column in described}
        WRITTEN[hashlib.sha256(content).hexdigest()] = as_numbers
        with open(f"{folder}/{field}/refs.{record}.parq", "wb") as file:
            file.write(content)


def place(documents, key, record_size):
    """The field, the file and the row of a chunk: rows are in C order."""
    field = next(array[: -len("/.zarray")] for array in documents if array.endswith("/.zarray") and key.startswith(array[: -len(".zarray")]))
    array = documents[f"{field}/.zarray"]
    counts = [math.ceil(length / chunk) for length, chunk in zip(array["shape"], array["chunks"])] or [1]
    number = 0
    for index, count in zip(key[len(field) + 1 :].replace("/", ".").split("."), counts):
        number = number * count + int(index)
    return field, number // record_size, number % record_size


def columns(values, record_size, threshold):
    """The four columns of a file, as fsspec writes them: all rows, whether there is a reference or not."""
    path, offset, size, raw = [None] * record_size, [0] * record_size, [0] * record_size, [None] * record_size
    for row, value in values.items():
        if isinstance(value, list):
            path[row] = value[0].encode()
            if len(value) > 1:
                offset[row], size[row] = value[1:]
        else:
            raw[row] = value.encode() if isinstance(value, str) else value
    some = [one for one in path if one is not None]
    kind = DICTIONARY if len(some) / max(1, len(set(some))) > threshold else PLAIN
    return [("path", BYTES, True, kind, path), ("offset", INT64, False, PLAIN, offset), ("size", INT64, False, PLAIN, size), ("raw", BYTES, True, PLAIN, raw)]


def table(described, rows, codec=NONE):
    """A Parquet file of one row group. A column: name, type, whether optional, encoding, values."""
    out, chunks = bytearray(b"PAR1"), []
    for name, kind, optional, encoding, values in described:
        start, pages, some = len(out), b"", [value for value in values if value is not None]
        if encoding == DICTIONARY:
            distinct = sorted(set(some))
            pages += page(2, plain(kind, distinct), codec, [(7, record([i32(1, len(distinct)), i32(2, PLAIN)]))])
            width = max(1, (len(distinct) - 1).bit_length())
            numbers = {value: number for number, value in enumerate(distinct)}
            body = bytes([width]) + packed([numbers[value] for value in some], width)
        else:
            body = plain(kind, some)
        levels = b""
        if optional:
            levels = packed([int(value is not None) for value in values], 1) if None in values else varint(rows << 1) + b"\1"
            levels = struct.pack("<I", len(levels)) + levels
        first = len(out) + len(pages)
        pages += page(0, levels + body + bytes(8), codec, [(5, record([i32(1, rows), i32(2, encoding), i32(3, RUNS), i32(4, 4)]))])
        out += pages
        metadata = [i32(1, kind), listed(2, 5, [zigzag(encoding)]), listed(3, 8, [text(name)]), i32(4, codec), i64(5, rows)]
        metadata += [i64(6, len(pages)), i64(7, len(pages)), i64(9, first)]
        if encoding == DICTIONARY:
            metadata.append(i64(11, start))
        chunks.append(record([i64(2, start), (3, 12, record(metadata))]))
    schema = [record([(4, 8, text("schema")), i32(5, len(described))])]
    schema += [record([i32(1, kind), i32(3, int(optional)), (4, 8, text(name))]) for name, kind, optional, _, _ in described]
    group = record([listed(1, 12, chunks), i64(2, len(out)), i64(3, rows)])
    key_value = record([(1, 8, text("pandas")), (2, 8, text("{}"))])
    footer = record([i32(1, 1), listed(2, 12, schema), i64(3, rows), listed(4, 12, [group]), listed(5, 12, [key_value]), (6, 8, text("omefs tests"))])
    return bytes(out + footer + struct.pack("<I", len(footer)) + b"PAR1")


def page(kind, body, codec, headers):
    stored = gzip.compress(body, mtime=0) if codec == GZIP else body
    return record([i32(1, kind), i32(2, len(body)), i32(3, len(stored))] + [(field, 12, header) for field, header in headers]) + stored


def plain(kind, values):
    if kind == BYTES:
        return b"".join(struct.pack("<I", len(value)) + value for value in values)
    return struct.pack(f"<{len(values)}q", *values)


def packed(numbers, width):
    """One run of packed bits."""
    groups = (len(numbers) + 7) // 8
    bits = 0
    for number in reversed(numbers):
        bits = bits << width | number
    return varint(groups << 1 | 1) + bits.to_bytes(groups * width, "little")


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def zigzag(number):
    return varint((number << 1) ^ (number >> 63))


def text(value):
    return varint(len(value.encode())) + value.encode()


def i32(field, number):
    return field, 5, zigzag(number)


def i64(field, number):
    return field, 6, zigzag(number)


def listed(field, kind, values):
    return field, 9, (bytes([len(values) << 4 | kind]) if len(values) < 15 else bytes([0xF0 | kind]) + varint(len(values))) + b"".join(values)


def record(fields):
    """A structure of Thrift's compact protocol. A field: number, type, bytes."""
    out, last = bytearray(), 0
    for field, kind, value in fields:
        out.append((field - last) << 4 | kind)
        out += value
        last = field
    return bytes(out) + b"\0"


def chunks_of(array):
    """The keys of all chunks of an array, below its folder."""
    counts = [math.ceil(length / chunk) for length, chunk in zip(array["shape"], array["chunks"])] or [1]
    return [array.get("dimension_separator", ".").join(map(str, index)) for index in itertools.product(*map(range, counts))]
