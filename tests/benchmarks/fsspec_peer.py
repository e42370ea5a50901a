"""Runs fsspec.fuse over a reference JSON in the foreground: fsspec_peer.py REFERENCES ROOT MOUNTPOINT.

ROOT must be a prefix of all keys: mounted at the references' own root, fsspec.fuse lists names and opens none of them.
"""

import sys

try:
    import fuse  # noqa: F401
except ModuleNotFoundError:
    # Debian renamed the module, so that it stands beside python3-fuse; fsspec asks for the upstream name.
    import fusepy
    sys.modules["fuse"] = fusepy

import fsspec
import fsspec.fuse

references, root, mountpoint = sys.argv[1:]
filesystem = fsspec.filesystem("reference", fo=references, remote_protocol="file")
fsspec.fuse.run(filesystem, root, mountpoint, foreground=True, threads=False)
