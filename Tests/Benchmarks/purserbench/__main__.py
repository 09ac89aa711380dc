"""Measures the goals that are named, all where none is."""
import datetime
import platform
import sys
import time
import traceback

from . import goals
from .bench import Bench
from .document import write
from .line import plain


def main(arguments):
    if "--list" in arguments:
        return print("\n".join(f"{name:10} {goal.__doc__.splitlines()[0]}" for name, goal in goals.ALL.items()))
    wanted = [a for a in arguments if not a.startswith("--")] or list(goals.ALL)
    unknown = [name for name in wanted if name not in goals.ALL]
    if unknown:
        sys.exit(f"no goal is called {unknown[0]}; there are {', '.join(goals.ALL)}")
    bench, measured = Bench(), {}
    try:
        for name in wanted:
            measured[name] = measure(bench, name)
            if "--write" in arguments:
                write(bench, measured, datetime.date.today(), platform.release())
    finally:
        bench.close()


def measure(bench, name):
    start = time.time()
    print(f"{name}: {goals.ALL[name].__doc__.splitlines()[0]}", flush=True)
    try:
        lines = goals.ALL[name].measure(bench)
    except Exception:
        # One goal that can't be measured takes no other with it.
        traceback.print_exc()
        return []
    for line in lines:
        print(plain(line), flush=True)
    print(f"  ({time.time() - start:.0f} s)", flush=True)
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
