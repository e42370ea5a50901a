"""Random reference documents with their targets: every form of a value, templates, generators, keys in any script; null means t0.bin."""

import base64
import json
import os
import random

PARTS = ["a", "b", "0", "1", "10", "0.0", "0.10", ".zarray", ".zattrs", "é", "日本", "x y", "a.b", "a!", "\U0001f600", "long" * 20]
TEXTS = ["", "text", "{\"zarr_format\": 2}", "é\n\t", "日本\U0001f600", "{{u}}", "base 64:", "x" * 5000]


def make(seed, folder):
    """Writes refs.json and targets into a folder; returns the document's path."""
    rng = random.Random(seed)
    targets = {}
    for name in ("t0.bin", "sub/t1.bin", "t 2é.bin"):
        targets[name] = rng.randbytes(rng.randrange(1, 9000))
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(targets[name])
    version = rng.randrange(2)
    templates = {"u": "t0.bin", "dir": os.path.join(folder, "sub"), "f": "{{d}}/t{{n}}.bin"} if version and rng.random() < 0.7 else {}
    refs = {key: value(rng, folder, targets, templates) for key in keys(rng)}
    document = refs
    if version:
        members = [("version", 1), ("refs", refs)]
        if templates:
            members.append(("templates", templates))
        if rng.random() < 0.6:
            members.append(("gen", [generator(rng, number, templates, len(targets["t0.bin"])) for number in range(rng.randrange(3))]))
            refs.update({key: "beside or below what gen makes" for key in ("gen0/1.0", "gen0/13.0", "gen0/1.05", "gen1/.zarray") if rng.random() < 0.2})
        rng.shuffle(members)
        document = dict(members)
    text = json.dumps(document, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1]), separators=rng.choice([None, (",", ":")]))
    if rng.random() < 0.3:
        text = text.replace("/", "\\/")  # as ujson writes
    path = os.path.join(folder, "refs.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def keys(rng):
    chosen = {"/".join(rng.choice(PARTS) for _ in range(rng.randrange(1, 5))) for _ in range(rng.randrange(1, 120))}
    return [key for key in chosen if not any(other.startswith(key + "/") for other in chosen)]


def value(rng, folder, targets, templates):
    kind = rng.randrange(5)
    if kind == 0:
        return rng.choice(TEXTS)
    if kind == 1:
        return "base64:" + base64.b64encode(rng.randbytes(rng.randrange(40))).decode()
    if kind == 2:
        return document(rng, 0)
    name = rng.choice(list(targets))
    url = rng.choice([name, os.path.join(folder, name), "file://" + os.path.join(folder, name)])
    if templates and rng.random() < 0.5:
        name, url = rng.choice([("t0.bin", "{{u}}"), ("t0.bin", folder + "/{{ u }}"), ("sub/t1.bin", "{{dir}}/t1.bin"), ("sub/t1.bin", "{{f(d='sub', n=1)}}")])
    elif name == "t0.bin" and not templates and rng.random() < 0.5:
        url = None  # the caller says that t0.bin is the default target
    if kind == 3:
        return [url]
    start = rng.randrange(len(targets[name]))
    return [url, start, rng.randrange(len(targets[name]) - start + 1)]


def document(rng, depth):
    """An object, as for .zarray."""
    return {rng.choice(["shape", "dtype", "é", "x/y"]) + str(number): leaf(rng, depth) for number in range(rng.randrange(5))}


def leaf(rng, depth):
    plain = [1, -7, 0.5, 1e300, 1.5e-7, 123456789012345680.0, True, None, "text", "é\"\\", [], [1, [2.0]]]
    return document(rng, depth + 1) if depth < 2 and rng.random() < 0.3 else rng.choice(plain)


def generator(rng, number, templates, length):
    entry = {"key": f"gen{number}/" + "{{i}}.{{ j - 1 }}", "url": "{{u}}" if templates else "t0.bin",
             "dimensions": {"i": rng.choice([{"stop": 25}, {"start": 7, "stop": 240, "step": 11}, [1, 5], {"start": 3, "stop": -4, "step": -2}]),
                            "j": {"start": 1, "stop": rng.randrange(4)}}}
    if rng.random() < 0.7:
        entry |= {"offset": "{{ (i * 3 + j * 2) % " + str(length) + " }}" if length < 2000 or rng.random() < 0.4 else "{{ i * 7 + 2 * j + 20 }}",
                  "length": rng.choice(["1", "{{ 1 - j // 9 }}"])}
    return entry
