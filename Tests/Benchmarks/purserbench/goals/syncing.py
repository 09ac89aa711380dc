"""Keys while a sync changes 1 % of a million rows."""
from ..line import Line, number
from ..tty import close, first_bytes, opening, percentile, press, run

CHANGES = 10


def measure(bench):
    home = bench.million()
    calm = _session(home)
    still = first_bytes(calm, b"\x1b[B", 150)
    close(calm)
    asset = next(
        row["adamId"] for row in home.rows("assets")
        if row.get("deviceAssignable", True) and (row.get("availableCount") or 0) >= 20_000)
    session = _session(home)
    for change in range(CHANGES):
        home.simulator.change("associate", [asset], [f"ZZSYNC{change:02d}{number:04d}" for number in range(1_000)])
    session.send(b"\x12")
    busy = first_bytes(session, b"\x1b[B", 300)
    close(session)
    worst = percentile(busy, 99)
    return [Line(
        "key while a sync changes 10,000 rows of 1,000,000, p50 / p99",
        f"{number(percentile(busy, 50))} / {number(worst)} ms",
        f"without one {number(percentile(still, 50))} / {number(percentile(still, 99))} ms", "–", "p99 ≤ 16 ms",
        worst <= 16)]


def _session(home):
    session = run(home.console(), home.env)
    opening(session, {})
    press(session, b"3]", 0.7)
    return session
