"""Assigning 25 assets to 1,000 devices: requests, and the plan after its last answer."""
from ..bench import MILLION
from ..line import Line, number
from ..service import Home
from ..tap import Tap

SERIALS = [f"ZZCLASS{number:05d}" for number in range(1_000)]


def measure(bench):
    simulator = bench.simulator("assign", rate=0, event_delay=0, **MILLION)
    tap = Tap(simulator.port)
    home = Home(bench, "assign", simulator, tap.port)
    home.run("sync", "--full")
    home.run("client", "claim", "--yes")
    file = bench.scratch / "class.csv"
    file.write_text("serialNumber\n" + "\n".join(SERIALS) + "\n")
    assets = _roomy(home)
    named = [part for asset in assets for part in ("--asset", asset)]
    tap.reset()
    plan = home.run("assign", *named, "--from", str(file), "--dry-run", "--quiet")
    waited = (plan.ended - tap.last_answer) * 1e3
    tap.reset()
    home.run("assign", *named, "--from", str(file), "--yes", "--quiet")
    posts = tap.count("POST")
    tap.close()
    pairs = len(assets) * len(SERIALS)
    return [
        Line(f"plan of {pairs:,} pairs, after its last answer", number(waited, "ms"), "–", "–", "≤ 100 ms", waited <= 100),
        Line(f"requests that change something, {pairs:,} pairs", str(posts), "–", "–", "1", posts == 1),
    ]


def _roomy(home):
    """Twenty-five assets with a thousand licences left."""
    rows = home.rows("assets")
    found = [
        row["adamId"] for row in rows
        if row.get("deviceAssignable", True) and (row.get("availableCount") or 0) >= 1_000]
    return found[:25]
