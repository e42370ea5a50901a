"""Runs the C reader and makes sure that what every peer delivered is the same."""

import json
import subprocess


class Reader:
    """The compiled reader over one source's list of chunks."""

    def __init__(self, program):
        self._program = program

    def read(self, root, source, threads=1):
        return self._run("read", root, source.list, threads)

    def random(self, root, source, count, seed):
        return self._run("random", root, source.list, count, seed)

    def verify(self, root, source):
        """Every byte under root against the plain files; RuntimeError where they differ."""
        self.same(source, self._run("sum", source.plain, source.list), self._run("sum", root, source.list))

    @staticmethod
    def same(source, expected, found):
        for key in ("files", "bytes", "checksum"):
            if expected[key] != found[key]:
                raise RuntimeError(f"{source.tiff}: {key} read is {found[key]}, of the plain files {expected[key]}")

    def _run(self, *arguments):
        done = subprocess.run([self._program, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"reader {arguments[0]}: {done.stderr.strip()}")
        return json.loads(done.stdout)
