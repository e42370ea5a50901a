"""Compares omefs with its peers and prints a table of ratios; see README.md. It judges nothing: the exit code speaks of faults only."""

import argparse
import datetime
import json
import os
import shutil
import subprocess
from pathlib import Path

import table
from circumstances import circumstances, read_ahead_kb
from peers import Fsspec, Native, OmeFs, OmeFsReferences, Passthrough
from reading import Reader
from row_convert import convert
from row_decode import decode, decode_memory
from row_garbage import garbage
from row_listing import listing
from row_references import million_references, parquet_references, ten_million_references
from row_requests import requests
from row_scale import million_ifds, ten_million_tiles
from row_start import start
from row_throughput import large_chunks, referenced_chunks, small_chunks
from tools import build_passthrough, build_reader
from workspace import Workspace

HERE = Path(__file__).resolve().parent
ROWS = {
    "start": start,
    "small": small_chunks, "large": large_chunks, "listing": listing, "requests": requests,
    "garbage": garbage, "tiles": ten_million_tiles, "ifds": million_ifds, "decode": decode, "memory": decode_memory,
    "referenced": referenced_chunks, "references": million_references, "references10": ten_million_references,
    "parquet": parquet_references, "convert": convert,
}
NEED_OMEFS = {"start", "garbage", "tiles", "ifds", "decode", "memory", "referenced", "references", "references10", "parquet", "convert"}


class Run:
    """What every row is given: the peers, the reader, where sources lie, how often to repeat."""

    def __init__(self, workspace, options):
        self.workspace, self.quick = workspace, options.quick
        self.runs = options.runs or (2 if options.quick else 7)
        self.reader = Reader(build_reader(workspace.path))
        self.kept_folder = Path(os.environ.get("OMEFS_BENCH_DIR", "/var/tmp/omefs-bench"))
        self.kept_folder.mkdir(parents=True, exist_ok=True)
        self.fast_folder = None
        self.program = None if options.peers_only else shutil.which(os.environ.get("OMEFS_BIN", "omefs"))
        self.omefs = OmeFs(workspace, self.program)
        self.omefs_references, self.fsspec = OmeFsReferences(workspace, self.program), Fsspec(workspace)
        passthrough = build_passthrough(workspace.path)
        self.peers = [Native(), *(Passthrough(workspace, passthrough, cache) for cache in ("auto", "always")), self.fsspec]
        if self.program:
            self.peers.insert(0, self.omefs)
        self.notes = []
        self.read_ahead = {}

    def note_read_ahead(self, peer, root):
        self.read_ahead[peer] = read_ahead_kb(root)


def main():
    options = _options()
    with Workspace() as workspace:
        run = Run(workspace, options)
        if not run.program and not options.peers_only:
            raise SystemExit("no omefs to measure: set OMEFS_BIN, or give --peers-only")
        around = circumstances(run)
        results, faults = [], []
        for name in options.only or ROWS:
            if run.program or name not in NEED_OMEFS:
                print(f"measuring: {name} ...", flush=True)
                try:
                    with workspace.fast_folder() as run.fast_folder:
                        results += ROWS[name](run)
                except (RuntimeError, OSError, subprocess.SubprocessError) as fault:
                    faults.append(f"{name}: {fault}")
        around["read_ahead_kb"] = ", ".join(f"{peer} {size}" for peer, size in run.read_ahead.items() if size is not None)
    _report(around, results, run.notes)
    if faults:
        raise SystemExit("\n".join(faults))


def _options():
    parser = argparse.ArgumentParser(prog="run.sh", description="Compare omefs with its peers.")
    parser.add_argument("--quick", action="store_true", help="smaller sources and two repetitions: shows that it works, not how fast")
    parser.add_argument("--only", action="append", choices=ROWS, metavar="ROW", help=f"measure this row ({', '.join(ROWS)}); may be given again")
    parser.add_argument("--runs", type=int, help="repetitions (default 7)")
    parser.add_argument("--peers-only", action="store_true", help="without omefs: the other peers against passthrough_ll")
    return parser.parse_args()


def _report(around, results, notes):
    for name, text in around.items():
        print(f"{name}: {text}")
    print()
    print("\n".join(table.lines(results)))
    if notes:
        print()
        print("\n".join(notes))
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    file = folder / f"{datetime.datetime.now():%Y-%m-%dT%H%M%S}.json"
    record = {"circumstances": around, "results": [table.as_json(result) for result in results], "notes": notes}
    file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    print(f"\nwritten to {file}")


if __name__ == "__main__":
    main()
