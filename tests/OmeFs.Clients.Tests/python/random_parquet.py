"""Writes a random store of references in Parquet into a folder, and what is in it: random_parquet.py FOLDER SEED

store.parq      the store, as parquet_store.py writes it
store.json      the same references as one document
columns.json    the columns of each Parquet file by its SHA-256, for programs without a reader of Parquet
"""

import base64
import hashlib
import json
import os
import random
import sys

import parquet_store


def main(folder, seed):
    random.seed(seed)
    targets = {name: random.randbytes(5000) for name in ("a.bin", "sub/b é.bin")}
    for name, content in targets.items():
        os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)
    references = {".zgroup": {"zarr_format": 2}, ".zattrs": {"π": [1.5, None, "x"]}, "group/.zgroup": {"zarr_format": 2}}
    for number in range(4):
        references |= array(f"group/deep/a{number}" if number % 2 else f"a{number}", list(targets))
    references |= {"scalar/.zarray": described([], []), "scalar/0": b"\1\0\0\0"}
    shuffled = dict(sorted(references.items(), key=lambda _: random.random()))
    size, codec, threshold = random.choice([1, 3, 10, 1000]), random.choice([parquet_store.NONE, parquet_store.GZIP]), random.choice([0, 3, 10])
    parquet_store.write(f"{folder}/store.parq", shuffled, size, codec, threshold)
    with open(f"{folder}/store.parq/.zmetadata", encoding="utf-8") as file:
        documents = {".zmetadata": file.read()}
    with open(f"{folder}/store.json", "w", encoding="utf-8") as file:
        json.dump(references | documents, file, default=lambda raw: "base64:" + base64.b64encode(raw).decode())
    with open(f"{folder}/columns.json", "w", encoding="utf-8") as file:
        json.dump(parquet_store.WRITTEN, file)


def array(path, targets):
    rank = random.randint(1, 3)
    chunks = [random.randint(1, 5) for _ in range(rank)]
    shape = [random.randint(1, 5 * chunk) for chunk in chunks]
    document = described(shape, chunks)
    found = {f"{path}/{chunk}": value(targets) for chunk in parquet_store.chunks_of(document)}
    return {f"{path}/.zarray": document} | {key: one for key, one in found.items() if one is not None}


def described(shape, chunks):
    return {"zarr_format": 2, "shape": shape, "chunks": chunks, "dtype": "<i4", "order": "C", "compressor": None, "filters": None, "fill_value": -1}


def value(targets):
    """None for a missing chunk. Bytes that begin with a NUL are none here: fsspec takes them for text, wherever it lists them."""
    kind = random.random()
    if kind < 0.15:
        return None
    if kind < 0.3:
        return b"\1" + random.randbytes(random.randint(0, 40))
    if kind < 0.4:
        return [random.choice(targets)]
    return [random.choice(targets), random.randint(0, 4000), random.randint(1, 900)]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
