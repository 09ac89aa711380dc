"""Saving and loading the cache of a million assignments: CPU and size."""
import json
import shutil
import time

from ..line import Line, number, ratio


def measure(bench):
    home = bench.million()
    folder = bench.scratch / "saved"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(home.folder / "cache", folder / "cache")
    ours = bench.ask_hot("save", folder, home.simulator.uid)
    size = (home.cache / "assignments.json").stat().st_size / 1e6
    text = "\n".join((home.cache / "assignments.json").read_text().splitlines()[:-1])
    start = time.thread_time()
    columns = json.loads(text)
    loaded = (time.thread_time() - start) * 1e3
    start = time.thread_time()
    json.dumps(columns)
    saved = (time.thread_time() - start) * 1e3
    return [
        Line("saving 1,000,000 assignments", number(ours["save"], "ms CPU"), f"Python's json {number(saved, 'ms')}",
             ratio(ours["save"], saved), "≤ 300 ms CPU", ours["save"] <= 300),
        Line("loading the whole cache", number(ours["load"], "ms CPU"), f"Python's json {number(loaded, 'ms')}",
             ratio(ours["load"], loaded), ""),
        Line("size of assignments.json", number(size, "MB"), "–", "–", "≤ 25 MB", size <= 25),
    ]
