#!/usr/bin/env python3
"""Makes an archive whose bytes depend on nothing but what is in it: archive.py OUT ROOT EPOCH FILE...

OUT ends in .tar.gz or .zip. Each FILE is a path, or PATH=NAME_INSIDE, and lies below ROOT in the archive. A name
without a suffix is a program and gets mode 0755, as does .exe. Python, as tar has other options on each system.
"""
import gzip
import io
import pathlib
import sys
import tarfile
import time
import zipfile


def members(root, arguments):
    for argument in arguments:
        path, _, name = argument.partition("=")
        path = pathlib.Path(path)
        name = name or path.name
        program = pathlib.PurePosixPath(name).suffix in ("", ".exe") and not name.isupper()
        yield path.read_bytes(), f"{root}/{name}", 0o755 if program else 0o644


def tar(out, epoch, entries):
    with open(out, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=epoch) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for content, name, mode in entries:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode, entry.mtime = len(content), mode, epoch
                archive.addfile(entry, io.BytesIO(content))


def zipped(out, epoch, entries):
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for content, name, mode in entries:
            entry = zipfile.ZipInfo(name, time.gmtime(epoch)[:6])
            entry.create_system, entry.external_attr = 3, (0o100000 | mode) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def main():
    if len(sys.argv) < 5:
        sys.exit("Usage: archive.py OUT ROOT EPOCH FILE...")
    out, root, epoch = sys.argv[1], sys.argv[2], int(sys.argv[3])
    entries = sorted(members(root, sys.argv[4:]), key=lambda entry: entry[1])
    (zipped if out.endswith(".zip") else tar)(out, epoch, entries)


main()
