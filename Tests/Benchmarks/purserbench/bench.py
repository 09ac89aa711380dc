"""What all goals share: binaries, scratch folders, simulated locations, the rows as the peers read them."""
import csv
import os
import pathlib
import subprocess

from .service import Home, Simulator

MILLION = dict(assets=1_000, users=50_000, devices=50_000, assignments=1_000_000)
THOUSAND = dict(assets=100, users=500, devices=500, assignments=1_000)


class Bench:
    def __init__(self):
        self.top = pathlib.Path(__file__).resolve().parents[3]
        self.scratch = pathlib.Path(os.environ["PURSER_BENCH_SCRATCH"])
        build = pathlib.Path(os.environ.get("PURSER_BENCH_BUILD", self.top / ".build")) / "release"
        self.purser = build / "purser"
        self.hot = build / "purser-hot"
        self.made = {}
        kept = ("PATH", "LANG", "LC_ALL", "USER")
        self.plain_env = {name: os.environ[name] for name in kept if name in os.environ}
        self.plain_env.setdefault("LANG", "C.UTF-8")
        self.plain_env["HOME"] = str(self.folder("empty"))

    def folder(self, name):
        path = self.scratch / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def once(self, name, make):
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def simulator(self, name, **options):
        return self.once(f"simulator {name}", lambda: Simulator(self, name, **options))

    def million(self):
        """The large location, imported."""
        return self._home("million", **MILLION)

    def thousand(self):
        """A location of a thousand rows, imported."""
        return self._home("thousand", **THOUSAND)

    def _home(self, name, **options):
        def make():
            home = Home(self, name, self.simulator(name, rate=0, event_delay=0, **options))
            home.run("sync", "--full")
            return home
        return self.once(f"home {name}", make)

    def rows_file(self, home, name):
        """All assignments of a home as lines of text, as vim, less and fzf read them."""
        path = self.scratch / f"{name}.txt"

        def make():
            answer = home.run("assignments", "--format", "csv", "--offline")
            records = csv.DictReader(answer.output.splitlines())
            with open(path, "w") as file:
                for row in records:
                    holder = row.get("serialNumber") or row.get("clientUserId")
                    file.write(f"{row['adamId']}\t{row.get('name', '')}\t{holder}\n")
            return path
        return self.once(f"rows {name}", make)

    def ask_hot(self, *arguments):
        import json
        result = subprocess.run([str(self.hot), *map(str, arguments)], check=True, capture_output=True, text=True)
        return json.loads(result.stdout)

    def close(self):
        for thing in list(self.made.values()):
            if isinstance(thing, Simulator):
                thing.close()
