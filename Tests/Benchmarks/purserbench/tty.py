"""Programs in a pseudo terminal, by the harness of ttybench.py."""
import re
import time

from ttybench import Session

ROWS, COLS = 50, 200


def run(command, env=None, settle=0.1):
    return Session(command, ROWS, COLS, "xterm-256color", settle, env=env)


def shell(text, settle=0.1):
    return run(["sh", "-c", text], settle=settle)


def opening(session, marks, keys=b"", quiet=0.7, longest=60):
    """Milliseconds from fork to the chunk after which each mark, a regular expression, is on the screen.

    Keys are sent when the first byte came. Nothing is emulated before everything is still, so that times are those of the reads.
    """
    sent = not keys
    last = time.perf_counter()
    end = last + longest
    while time.perf_counter() < end:
        chunk = session._read(0.05)
        if chunk:
            last = chunk[0]
            if not sent:
                session.send(keys)
                sent = True
        elif time.perf_counter() - last > quiet and session.pending:
            break
    return _replay(session, marks)


def _replay(session, marks):
    patterns = {name: re.compile(text) for name, text in marks.items()}
    chunks, session.pending, found = session.pending, [], {}
    for moment, data in chunks:
        session.pending = [(moment, data)]
        session.feed()
        text = "\n".join(session.screen.display)
        for name, pattern in patterns.items():
            if name not in found and pattern.search(text):
                found[name] = (moment - session.t0) * 1e3
    return found


def press(session, keys, quiet=0.3):
    """Keys that nobody measures."""
    session.send(keys)
    session.drain(quiet, 20)
    session.feed()


def first_bytes(session, key, count, settle=0.012):
    """Milliseconds from a key to the first byte of its answer, one for each key."""
    times = []
    for _ in range(count):
        first = session.key(key, settle, 5, first=0.25)[0]
        if first is not None:
            times.append(first)
    return times


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, round(part / 100 * (len(values) - 1)))] if values else None


def peak_mb(session):
    return session.rss()[0] / 1024


def close(session):
    """Ends a program that is only measured."""
    return session.close()


def screen(session):
    return session.dump()

