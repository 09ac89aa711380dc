"""Opening the console on a million rows: first paint, all rows, memory; beside a thousand rows and vim."""
from ..line import Line, median, number, ratio
from ..tty import close, opening, peak_mb, press, run

ROUNDS = 7


def marks(users, assets, rows):
    return {
        "paint": rf"\[Users\] Devices \S* {users} .*2 Assets \S* {assets} .*3 Assignments",
        "holders": r"3 Assignments of .+ [\d,]+ \S",
        "all": rf"\[All\] \S* {rows} ",
    }


def measure(bench):
    million, thousand = bench.million(), bench.thousand()
    text = bench.rows_file(million, "million")
    runs = {"million": [], "thousand": [], "vim": []}
    for _ in range(ROUNDS):
        runs["million"].append(_console(million, marks("50,000", "1,000", "1,000,000")))
        runs["thousand"].append(_console(thousand, marks("500", "100", "1,000")))
        runs["vim"].append(_vim(text))
    def of(name, part):
        return median([run.get(part) for run in runs[name]])
    paint, small, vim = of("million", "paint"), of("thousand", "paint"), of("vim", "paint")
    everything, memory, vim_memory = of("million", "all"), _memory(million), of("vim", "peak")
    allowed = max(small * 1.3, small + 10)
    return [
        Line("first paint at 1,000,000 rows", number(paint, "ms"), f"vim {number(vim, 'ms')}", ratio(paint, vim),
             "≤ 0.4 × vim", paint <= 0.4 * vim),
        Line("first paint at 1,000,000 rows", number(paint, "ms"), f"1,000 rows {number(small, 'ms')}", ratio(paint, small),
             "≤ 1.3 ×, or 10 ms more", paint <= allowed),
        Line("all rows there, counted, to be filtered", number(everything, "ms"), f"vim {number(vim, 'ms')}",
             ratio(everything, vim), "≤ 1 × vim", everything <= vim),
        Line("peak memory, all browsed and filtered", number(memory, "MB"), f"vim {number(vim_memory, 'MB')}",
             ratio(memory, vim_memory), "≤ vim", memory <= vim_memory),
    ]


def _console(home, wanted):
    """One start; `3]` goes out with the first byte, so that pane 3 shows all rows as soon as they are there."""
    first = run(home.console(), home.env)
    found = opening(first, {"paint": wanted["paint"], "holders": wanted["holders"]})
    close(first)
    second = run(home.console(), home.env)
    found["all"] = opening(second, {"all": wanted["all"]}, b"3]").get("all")
    close(second)
    return found


def _vim(text):
    session = run(["vim", "-u", "NONE", "-i", "NONE", "-n", "-R", str(text)])
    found = {"paint": session.start(until=r"(?m)^\d{8,}\s")["until_ms"]}
    press(session, b"G")
    press(session, b"/DMPC\r")
    found["peak"] = peak_mb(session)
    close(session)
    return found


def _memory(home):
    session = run(home.console(), home.env)
    opening(session, {})
    for keys in (b"1", b"]", b"G", b"2", b"G", b"3", b"]", b"G", b"/", b"d", b"m", b"p", b"c", b"\x1b", b"\x1b", b"g"):
        press(session, keys)
    peak = peak_mb(session)
    close(session)
    return peak
