#!/usr/bin/env python3
"""hl export --tidy in each format, in turns, from one sandbox: time, processor time, peak memory, size. argv: HL [RUNS] [USERS GROUPS CALLS]

  dotnet publish src/HelpLightning.Cli -c Release -o artifacts/native
  bench/export-formats.py artifacts/native/hl 3

The database that grows is made anew in each run, and then brought up to date by a run that finds nothing new.
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from export import peak_memory, processor_time, site

FORMATS = ["csv", "parquet", "json", "sqlite", "into", "into again"]


def size_of(path):
    """Bytes of a file, or of the tables in a folder by name."""
    if os.path.isfile(path):
        return {"": os.path.getsize(path)}
    return {os.path.splitext(name)[0]: os.path.getsize(os.path.join(path, name)) for name in sorted(os.listdir(path)) if name != "SHA256SUMS"}


def main():
    hl = os.path.abspath(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    users, groups, calls = (int(n) for n in sys.argv[3:6]) if len(sys.argv) > 5 else (100_000, 500, 200_000)
    seconds, used, peaks, sizes = ({name: [] for name in FORMATS} for _ in range(4))
    with tempfile.TemporaryDirectory() as folder, site(hl, folder, users, groups, calls) as (environment, _):
        for run in range(runs):
            into = os.path.join(folder, f"{run}.sqlite")
            for name in FORMATS:
                out = os.path.join(folder, name)
                to = ["--into", into] if name.startswith("into") else ["--out", out, "--tidy", "--format", name]
                before, start = processor_time(), time.perf_counter()
                process = subprocess.Popen([hl, "export", *to], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                peaks[name].append(peak_memory(process))
                path, said = process.communicate()
                assert process.returncode == 0, said
                seconds[name].append(time.perf_counter() - start)
                used[name].append(processor_time() - before)
                sizes[name] = size_of(path.strip())
                shutil.rmtree(out, ignore_errors=True)
                print(f"run {run + 1}: {name} {seconds[name][-1]:.1f} s, {used[name][-1]:.1f} s of processor, peak {peaks[name][-1]:.0f} MB", flush=True)
    print("| format | seconds | of processor | peak memory, MB | all tables, MB | calls, MB |")
    for name in FORMATS:
        of_calls = f"{sizes[name]['calls'] / 1e6:.1f}" if "calls" in sizes[name] else ""
        print(f"| {name} | {statistics.median(seconds[name]):.1f} | {statistics.median(used[name]):.1f} | {max(peaks[name]):.0f} "
              f"| {sum(sizes[name].values()) / 1e6:.1f} | {of_calls} |")
    print(f"parquet to csv: {sum(sizes['parquet'].values()) / sum(sizes['csv'].values()):.2f} of the size, "
          f"calls {sizes['parquet']['calls'] / sizes['csv']['calls']:.2f}, {statistics.median(seconds['parquet']) / statistics.median(seconds['csv']):.2f} of the time")


main()
