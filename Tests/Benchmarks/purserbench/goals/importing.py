"""A full import of a million assignments: at the service's limit, and without one beside curl and a requests loop."""
import shutil
import subprocess
import time

import requests

from ..bench import MILLION
from ..line import Line, number, ratio
from ..service import Home

RATE = 15


def measure(bench):
    return _unlimited(bench) + _limited(bench)


def _limited(bench):
    simulator = bench.simulator("limited", rate=RATE, event_delay=0, **MILLION)
    home = Home(bench, "limited", simulator)
    shutil.rmtree(home.folder / "cache")
    answer = home.run("sync", "--full", "--verbose", "--json")
    report = _report(answer)
    speed = report["requests"] / report["seconds"]
    refused = answer.errors.count("429")
    bound = report["requests"] / RATE
    return [
        Line(f"import at the limit of {RATE} requests a second", f"{number(report['seconds'], 's')}, {number(speed)} a second",
             f"the limit {number(bound, 's')}", f"{number(100 * speed / RATE)} %", "≥ 95 % of the limit", speed >= 0.95 * RATE),
        Line("answers 429 in that import", str(refused), "–", "–", "0", refused == 0),
        Line("peak memory of that import", number(answer.peak_mb, "MB"), "–", "–", "≤ 80 MB", answer.peak_mb <= 80),
    ]


def _unlimited(bench):
    simulator = bench.million().simulator
    home = Home(bench, "import", simulator)
    runs, curls = [], []
    for _ in range(3):
        shutil.rmtree(home.folder / "cache")
        answer = home.run("sync", "--full", "--json")
        runs.append((_report(answer)["seconds"], answer.peak_mb))
        curls.append(_curl(bench, simulator))
    ours, curl, loop = min(runs)[0], min(curls), _loop(simulator)
    memory = max(peak for _, peak in runs)
    return [
        Line("import without a limit", number(ours, "s"), f"curl, 5 at once {number(curl, 's')}", ratio(ours, curl),
             "≤ 1.5 × curl", ours <= 1.5 * curl),
        Line("import without a limit", number(ours, "s"), f"requests loop {number(loop, 's')}", ratio(ours, loop),
             "≤ ¼ of the loop", ours <= loop / 4),
        Line("peak memory of an import", number(memory, "MB"), "–", "–", "≤ 80 MB", memory <= 80),
    ]


def _report(answer):
    import json
    report = json.loads(answer.output)
    return report[0] if isinstance(report, list) else report


def _pages():
    """Every page of the three lists."""
    return [f"{name}?pageIndex={index}" for name, rows in
            (("assets", "assets"), ("users", "users"), ("assignments", "assignments"))
            for index in range(-(-MILLION[rows] // 1_000))]


def _curl(bench, simulator):
    config = bench.folder("pages") / "curl.txt"
    lines = [f'header = "Authorization: Bearer {simulator.token}"', "silent", "no-progress-meter", "fail"]
    for page in _pages():
        lines += [f'url = "{simulator.url}/{page}"', 'output = "/dev/null"']
    config.write_text("\n".join(lines))
    start = time.perf_counter()
    subprocess.run(["curl", "--parallel", "--parallel-max", "5", "--config", str(config)], check=True)
    return time.perf_counter() - start


def _loop(simulator):
    """One page after the other, as a script would."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {simulator.token}"
    start = time.perf_counter()
    for page in _pages():
        session.get(f"{simulator.url}/{page}").json()
    return time.perf_counter() - start
