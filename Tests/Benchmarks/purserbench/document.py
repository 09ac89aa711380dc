"""Puts the table of a run into Docs/Benchmarks.md, between its markers."""
import json
import os
import re
import subprocess

from .line import Line, markdown

BEGIN, END = "<!-- table -->", "<!-- /table -->"


def write(bench, measured, date, kernel):
    """Lines of goals that were not measured this time stay as they were."""
    kept = bench.scratch / "measured.json"
    all_lines = json.loads(kept.read_text()) if kept.exists() else {}
    for name, lines in measured.items():
        if not lines:
            continue
        all_lines[name] = [vars(line) for line in lines]
    kept.write_text(json.dumps(all_lines))
    from . import goals
    lines = [Line(**fields) for name in goals.ALL for fields in all_lines.get(name, [])]
    text = f"{BEGIN}\n{machine(date, kernel)}\n\n{markdown(lines)}\n{END}"
    path = bench.top / "Docs" / "Benchmarks.md"
    page = path.read_text()
    path.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: text, page, flags=re.S))


def machine(date, kernel):
    model = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    memory = re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo").read())
    name = model.group(1) if model else "unknown"
    return (
        f"{date} · {name}, {os.cpu_count()} cores, {int(memory.group(1)) >> 20} GB · Linux {kernel} · load when written "
        f"{os.getloadavg()[2]:.1f} · {versions()}")


def versions():
    found = []
    for program, flag in (("vim", "--version"), ("fzf", "--version"), ("curl", "--version"), ("swift", "--version")):
        try:
            output = subprocess.run([program, flag], capture_output=True, text=True).stdout
        except OSError:
            continue
        number = re.search(r"\d+\.\d+(\.\d+)?", output)
        found.append(f"{program} {number.group(0) if number else '?'}")
    return ", ".join(found)
