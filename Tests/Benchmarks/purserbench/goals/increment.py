"""The sync after 100 assignments came or went elsewhere: requests and bytes beside those of a full import."""
from ..line import Line, number
from ..service import Home
from ..tap import Tap

SERIALS = [f"ZZBENCH{number:05d}" for number in range(100)]


def measure(bench):
    simulator = bench.million().simulator
    tap = Tap(simulator.port)
    home = Home(bench, "increment", simulator, tap.port)
    home.run("sync", "--full")
    full = _figures(tap)
    asset = next(
        row["adamId"] for row in home.rows("assets")
        if row.get("deviceAssignable", True) and (row.get("availableCount") or 0) >= 200)
    lines = []
    for verb, noun in (("associate", "additions"), ("disassociate", "removals")):
        simulator.change(verb, [asset], SERIALS)
        tap.reset()
        home.run("sync")
        lines += _lines(noun, _figures(tap), full)
    tap.close()
    return lines


def _figures(tap):
    """Requests and bytes, Get Assets apart, and its own bytes."""
    assets = sum(size for path, size in tap.bytes_of.items() if path.endswith("/assets"))
    return {"requests": tap.count() - tap.count("/assets?") - tap.count("/assets HTTP"), "bytes": tap.bytes - assets, "assets": assets}


def _lines(noun, ours, full):
    share = 100 * ours["bytes"] / full["bytes"]
    requests = 100 * ours["requests"] / full["requests"]
    # The walk of the assets from which rows went is allowed on top, so removals have no bound of their own.
    bound = noun == "additions"
    return [
        Line(f"requests after 100 {noun}", str(ours["requests"]), f"full import {full['requests']:,}", f"{number(requests)} %",
             "≤ 1 %" if bound else "≤ 1 %, and the walk of the asset", requests <= 1 if bound else ours["requests"] <= full["requests"] / 50),
        Line(f"bytes after 100 {noun}, Get Assets ({ours['assets'] // 1024} kB) apart", f"{ours['bytes'] / 1024:,.0f} kB",
             f"full import {full['bytes'] / 1024:,.0f} kB", f"{number(share)} %",
             "≤ 1 %" if bound else "≤ 1 %, and the walk of the asset", share <= 1 if bound else share <= 2),
    ]
