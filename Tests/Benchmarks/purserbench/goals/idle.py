"""A minute in which nothing is typed: bytes and CPU; beside htop and less."""
from ..line import Line, number
from ..tty import close, opening, run


def measure(bench):
    session = run(bench.million().console(), bench.million().env)
    opening(session, {}, quiet=3)
    before = _ticks(session.pid)
    ours = session.idle(60)
    # The clock of the whole process: a thread that ends takes its own times with it.
    ours["cpu_ms_per_s"] = (_ticks(session.pid) - before) * 10 / 60
    close(session)
    htop = run(["htop"])
    htop.drain(1, 5)
    theirs = htop.idle(10)
    close(htop)
    bytes_per_minute = ours["bytes_per_s"] * 60
    return [
        Line("bytes in an idle minute", number(bytes_per_minute), f"htop {number(theirs['bytes_per_s'] * 60)}", "–",
             "the minute clock alone", ours["writes"] <= 1),
        Line("CPU when idle", number(ours["cpu_ms_per_s"], "ms/s"), f"htop {number(theirs['cpu_ms_per_s'], 'ms/s')}", "–",
             "≤ 0.2 ms/s", ours["cpu_ms_per_s"] <= 0.2),
    ]


def _ticks(pid):
    """CPU of a process in hundredths of a second."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])
