"""A line down in pane 3, tab All: latency and bytes at a million and at a thousand rows; beside vim, less and fzf."""
from ..line import Line, number, ratio
from ..tty import close, opening, press, run, shell

COUNT = 150


def measure(bench):
    million, thousand = bench.million(), bench.thousand()
    text = bench.rows_file(million, "million")
    large, small = _console(million), _console(thousand)
    vim = _keys(run(["vim", "-u", "NONE", "-i", "NONE", "-n", "-R", str(text)]), b"")
    fzf = _keys(shell(f"fzf --exact --no-sort < {text}"), b"", key="<Up>")
    return [
        Line("line down p50 / p99, 1,000,000 rows", _both(large), f"vim {_both(vim)}", ratio(large["p50_ms"], vim["p50_ms"]),
             "≤ 0.5 / 2 ms", large["p50_ms"] <= 0.5 and large["p99_ms"] <= 2),
        Line("line down p50 / p99, 1,000 rows", _both(small), f"1,000,000 rows {_both(large)}",
             ratio(small["p50_ms"], large["p50_ms"]), "≤ 0.5 / 2 ms", small["p50_ms"] <= 0.5 and small["p99_ms"] <= 2),
        Line("bytes of a line down", number(large["bytes_p50"]), f"vim {vim['bytes_p50']}, fzf {fzf['bytes_p50']}",
             ratio(large["bytes_p50"], vim["bytes_p50"]), "≤ 150", large["bytes_p50"] <= 150),
        Line("bytes of a line down that scrolls", number(large["scroll"]), f"vim {vim['scroll']}",
             ratio(large["scroll"], vim["scroll"]), ""),
    ]


def _both(figures):
    return f"{figures['p50_ms']} / {figures['p99_ms']} ms"


def _console(home):
    session = run(home.console(), home.env)
    opening(session, {})
    return _keys(session, b"3]")


def _keys(session, before, key="<Down>"):
    """First within the screen, then where every line scrolls."""
    session.drain(0.7, 20)
    session.feed()
    if before:
        press(session, before, 0.7)
    figures = session.keys(key, 40, 0.05)
    press(session, b"", 0.1)
    session.burst(key, 30)
    scrolled = session.keys(key, COUNT, 0.05)
    close(session)
    figures["scroll"] = scrolled["bytes_p50"]
    figures["p50_ms"] = max(figures["p50_ms"], scrolled["p50_ms"])
    figures["p99_ms"] = max(figures["p99_ms"], scrolled["p99_ms"])
    return figures
