"""The worst a location may be: 300 letters a name, wide ones, 500,000 holders of one asset, 25,000 assets of one user."""
import subprocess

from ..line import Line, median, number
from ..service import Home
from ..tty import close, opening, peak_mb, press, run


def measure(bench):
    simulator = bench.simulator("worst", rate=0, assets=10, users=20, devices=20, assignments=50)
    home = Home(bench, "worst", simulator)
    home.run("sync", "--full")
    subprocess.run([str(bench.hot), "make", "worst", str(home.folder), simulator.uid], check=True)
    paints, everything = [], []
    for _ in range(5):
        session = _open(home)
        found = opening(session, {"paint": r"\[Users\] Devices \S* 50,000 .*2 Assets \S* 25,001 "})
        close(session)
        paints.append(found.get("paint"))
        session = _open(home)
        everything.append(opening(session, {"all": r"\[All\] \S* 525,000 "}, b"3]").get("all"))
        close(session)
    down, letters, peak = _browse(home)
    return [
        Line("worst case: first paint", number(median(paints), "ms"), "–", "–", ""),
        Line("worst case: all 525,000 rows", number(median(everything), "ms"), "–", "–", ""),
        Line("worst case: line down p50 / p99", f"{down['p50_ms']} / {down['p99_ms']} ms", "–", "–", "≤ 0.5 / 2 ms",
             down["p50_ms"] <= 0.5 and down["p99_ms"] <= 2),
        Line("worst case: filter keystroke", number(max(letters), "ms"), "–", "–", ""),
        Line("worst case: peak memory", number(peak, "MB"), "–", "–", ""),
    ]


def _open(home):
    return run(home.console("--offline"), home.env)


def _browse(home):
    session = _open(home)
    opening(session, {})
    press(session, b"2", 0.7)
    press(session, b"3]", 0.7)
    down = session.keys("<Down>", 100, 0.05)
    result = session.filter("/", "dmpc7 100012", settle=0.4)
    letters = [time for time in result["per_char_ms"] if time is not None]
    press(session, b"\x1b", 0.5)
    press(session, b"\x1b", 0.5)
    for keys in (b"1", b"G", b"]", b"G", b"g"):
        press(session, keys, 0.5)
    peak = peak_mb(session)
    close(session)
    return down, letters, peak
