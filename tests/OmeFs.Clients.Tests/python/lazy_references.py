"""Compares a mounted store of references in Parquet with fsspec's LazyReferenceMapper: lazy_references.py FOLDER

FOLDER has what random_parquet.py writes, and `mounted`, where store.parq is mounted. Debian has no Python that reads Parquet: what pandas would give
for a file is looked up by its SHA-256. Iterating over a mapper fails where a group has a document of its own (KeyError), so that its arrays are gone
through one by one. Prints {"fsspec": version, "keys": how many, "errors": [...]}.
"""

import hashlib
import json
import os
import sys
import types

import numpy


class Column(list):
    def to_numpy(self, copy=True):
        return numpy.array(self, dtype=object)


class Table(dict):
    columns = property(lambda self: list(self))


def read_parquet(file, engine=None):
    found = COLUMNS[hashlib.sha256(file.read()).hexdigest()]
    values = {name: [bytes(one) if isinstance(one, list) else one for one in column] for name, column in found.items()}
    values["path"] = [path and path.decode() for path in values["path"]]
    return Table({name: Column(column) for name, column in values.items()})


folder = os.path.abspath(sys.argv[1])
with open(f"{folder}/columns.json", encoding="utf-8") as columns:
    COLUMNS = json.load(columns)
sys.modules["pandas"] = types.SimpleNamespace(read_parquet=read_parquet)

import fsspec  # noqa: E402
from fsspec.implementations.reference import LazyReferenceMapper  # noqa: E402


def content(reference):
    if isinstance(reference, bytes):
        return reference
    with open(os.path.join(folder, reference[0]), "rb") as file:
        whole = file.read()
    return whole[int(reference[1]) :][: int(reference[2])] if len(reference) > 1 else whole


mapper = LazyReferenceMapper(f"{folder}/store.parq")
fields = [key[: -len("/.zarray")] for key in mapper.zmetadata if key.endswith("/.zarray")]
keys = [".zmetadata", *mapper.zmetadata] + [key for field in fields for key in mapper._keys_in_field(field) if key in mapper]
expected = {key: content(mapper[key]) for key in keys}
mounted = {}
for place, _, names in os.walk(f"{folder}/mounted"):
    for name in names:
        path = os.path.join(place, name)
        with open(path, "rb") as file:
            mounted[os.path.relpath(path, f"{folder}/mounted")] = file.read()
        if os.stat(path).st_size != len(mounted[os.path.relpath(path, f"{folder}/mounted")]):
            mounted[path] = b"its size is another"
differ = [key for key in sorted(expected.keys() | mounted.keys()) if expected.get(key) != mounted.get(key)]
errors = [f"{key}: fsspec has {expected.get(key, b'nothing')[:60]}, the mount {mounted.get(key, b'nothing')[:60]}" for key in differ]
print(json.dumps({"fsspec": fsspec.__version__, "keys": len(expected), "errors": errors[:20]}))
