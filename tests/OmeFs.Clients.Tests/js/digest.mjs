// Reads every level of each mounted tree named on the command line with zarrita and prints, one JSON line a tree,
// {"image/level": SHA-256 of the samples in C order, little-endian}.

import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { endianness } from "node:os";
import { FileSystemStore } from "@zarrita/storage";
import * as zarr from "zarrita";

if (endianness() !== "LE") throw new Error("the digests are of little-endian samples");

/** The groups holding an image: the root itself, or 0, 1, ... below a bioformats2raw root. */
async function imagePaths(root, mount) {
  if (root.attrs.multiscales) return [""];
  if (root.attrs["bioformats2raw.layout"] !== 3) throw new Error(`${mount}: neither an image nor a bioformats2raw layout`);
  const paths = [];
  while (existsSync(join(mount, String(paths.length))) && statSync(join(mount, String(paths.length))).isDirectory()) {
    paths.push(String(paths.length));
  }
  return paths;
}

async function digests(mount) {
  const root = await zarr.open.v2(zarr.root(new FileSystemStore(mount)), { kind: "group" });
  const found = {};
  for (const path of await imagePaths(root, mount)) {
    const group = path === "" ? root : await zarr.open.v2(root.resolve(path), { kind: "group" });
    for (const dataset of group.attrs.multiscales[0].datasets) {
      const array = await zarr.open.v2(group.resolve(dataset.path), { kind: "array" });
      const { data } = await zarr.get(array);
      found[`${path}/${dataset.path}`] = createHash("sha256")
        .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
        .digest("hex");
    }
  }
  return found;
}

for (const mount of process.argv.slice(2)) {
  console.log(JSON.stringify(await digests(mount)));
}
