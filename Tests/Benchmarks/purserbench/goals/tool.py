"""The start of the tool and its binary; beside an empty Swift program and curl."""
import json
import os
import subprocess

from ..line import Line, number, ratio

EMPTY = "print(1)\n"


def measure(bench):
    home = bench.thousand()
    home.run("token", "add", check=False)
    empty = _empty(bench)
    version = _hyperfine(bench, home.env, f"{bench.purser} --version", str(empty))
    status = " ".join(home.command("status"))
    curl = f"curl -s -o /dev/null -H @{_header(bench, home)} {home.url}/client/config"
    asked = _hyperfine(bench, home.env, status, curl)
    memory = home.run("status", check=False).peak_mb
    stripped = bench.scratch / "purser"
    subprocess.run(["strip", "-o", str(stripped), str(bench.purser)], check=True)
    size = stripped.stat().st_size / 1e6
    libraries = _libraries(stripped)
    foreign = [name for name in libraries if "oundation" in name or "icu" in name.lower() or "swift" in name]
    return [
        Line("purser --version", number(version[0], "ms"), f"empty Swift program {number(version[1], 'ms')}",
             ratio(*version), "≤ 5 ms", version[0] <= 5),
        Line("purser status, service on loopback", number(asked[0], "ms"), f"curl {number(asked[1], 'ms')}", ratio(*asked),
             "≤ 12 ms", asked[0] <= 12),
        Line("peak memory of purser status", number(memory, "MB"), "–", "–", "≤ 26 MB", memory <= 26),
        Line("the binary, stripped", number(size, "MB"), "–", "–", "≤ 40 MB", size <= 40),
        Line("shared libraries", ", ".join(libraries), "–", "–", "no ICU, no Swift", not foreign),
    ]


def _empty(bench):
    program = bench.scratch / "bare"
    if not program.exists():
        source = bench.scratch / "bare.swift"
        source.write_text(EMPTY)
        subprocess.run(["swiftc", "-O", "-static-stdlib", str(source), "-o", str(program)], check=True)
    return program


def _header(bench, home):
    path = bench.folder("tokens") / "header.txt"
    path.write_text(f"Authorization: Bearer {home.simulator.token}\n")
    return path


def _hyperfine(bench, env, *commands):
    """Median milliseconds of each; nonzero exits are allowed, since `status` has the codes of a Nagios plugin."""
    path = bench.scratch / "hyperfine.json"
    subprocess.run(
        ["hyperfine", "-N", "-i", "--warmup", "20", "--runs", "200", "--export-json", str(path), *commands],
        check=True, capture_output=True, env={**os.environ, **env})
    return [result["median"] * 1e3 for result in json.loads(path.read_text())["results"]]


def _libraries(binary):
    output = subprocess.run(["readelf", "-d", str(binary)], check=True, capture_output=True, text=True).stdout
    return [line.split("[")[1].split("]")[0] for line in output.splitlines() if "(NEEDED)" in line]
