"""Decoding the service's pages on one core, beside JSONDecoder and orjson."""
import time
import urllib.request

import orjson

from ..line import Line, median, number

PAGES = {"assets": (1, ""), "users": (20, "includeRetired=true&"), "assignments": (40, "")}


def measure(bench):
    simulator = bench.million().simulator
    lines = []
    for name, (count, query) in PAGES.items():
        files = [_page(bench, simulator, name, index, query) for index in range(count)]
        ours = bench.ask_hot("decode", name, *files)
        theirs = _orjson([file.read_bytes() for file in files])
        lines.append(Line(
            f"decoding pages of {name}", number(ours["scanner"], "MB/s"),
            f"JSONDecoder {number(ours['jsonDecoder'], 'MB/s')}, orjson {number(theirs, 'MB/s')}",
            f"{number(ours['scanner'] / ours['jsonDecoder'])} × / {number(ours['scanner'] / theirs)} ×", "≥ 1,000 MB/s",
            ours["scanner"] >= 1_000))
    return lines


def _page(bench, simulator, name, index, query):
    path = bench.folder("pages") / f"{name}-{index}.json"
    request = urllib.request.Request(
        f"{simulator.url}/{name}?{query}pageIndex={index}", None, {"Authorization": f"Bearer {simulator.token}"})
    path.write_bytes(urllib.request.urlopen(request).read())
    return path


def _orjson(bodies):
    speeds, size = [], sum(map(len, bodies))
    for _ in range(7):
        start, done = time.thread_time(), 0
        while time.thread_time() - start < 0.2:
            for body in bodies:
                orjson.loads(body)
            done += size
        speeds.append(done / 1e6 / (time.thread_time() - start))
    return median(speeds)
