"""The simulated service as a process, and the homes of a Purser beside it."""
import json
import os
import subprocess
import time
import urllib.request


class Simulator:
    """`purser simulate` with its token, until closed."""

    def __init__(self, bench, name, **options):
        self.token_file = bench.folder("tokens") / f"{name}.vpptoken"
        arguments = [str(bench.purser), "simulate", "--token-file", str(self.token_file)]
        for option, value in options.items():
            arguments += [f"--{option.replace('_', '-')}", str(value)]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=bench.plain_env)
        ready = json.loads(self.process.stdout.readline())
        self.url, self.uid = ready["url"], ready["uId"]
        self.port = int(self.url.split(":")[2].split("/")[0])
        self.token = self.token_file.read_text().strip()

    def get(self, path):
        return json.load(urllib.request.urlopen(self._request(path)))

    def post(self, path, body):
        request = self._request(path, json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        return json.load(urllib.request.urlopen(request))

    def change(self, verb, assets, serials, limit=60):
        """What another manager does: sends it and waits until the event is over."""
        body = {"assets": [{"adamId": a, "pricingParam": "STDQ"} for a in assets], "serialNumbers": serials}
        event = self.post(f"/assets/{verb}", body)["eventId"]
        end = time.time() + limit
        while time.time() < end:
            answer = self.get(f"/status?eventId={event}")
            if answer["eventStatus"] != "PENDING":
                return answer
            time.sleep(0.05)
        raise RuntimeError(f"{verb}: event {event} is still pending")

    def _request(self, path, data=None):
        return urllib.request.Request(self.url + path, data, {"Authorization": f"Bearer {self.token}"})

    def close(self):
        self.process.terminate()
        self.process.wait(10)


class Home:
    """The four XDG folders of one Purser, and commands run in them."""

    def __init__(self, bench, name, simulator, port=None):
        self.bench = bench
        self.folder = bench.folder("homes") / name
        self.simulator = simulator
        self.url = simulator.url.replace(f":{simulator.port}", f":{port or simulator.port}")
        self.env = dict(bench.plain_env)
        for part in ("config", "cache", "state"):
            path = self.folder / part
            path.mkdir(parents=True, exist_ok=True)
            self.env[f"XDG_{part.upper()}_HOME"] = str(path)

    @property
    def common(self):
        return ["--token-file", str(self.simulator.token_file), "--service-url", self.url]

    @property
    def cache(self):
        """The folder of the location's cache."""
        return next((self.folder / "cache" / "purser").glob("*/assets.json")).parent

    def command(self, *arguments):
        return [str(self.bench.purser), *arguments, *self.common]

    def run(self, *arguments, stdin=None, check=True):
        """Runs a command to its end: standard output, standard error, seconds, peak megabytes, status."""
        start = time.perf_counter()
        process = subprocess.Popen(
            self.command(*arguments), env=self.env, stdin=subprocess.DEVNULL,
            stdout=open(self.folder / "out", "w+b"), stderr=open(self.folder / "err", "w+b"))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        answer = Answer(
            (self.folder / "out").read_text(), (self.folder / "err").read_text(), seconds,
            usage.ru_maxrss / 1024, process.returncode, time.perf_counter())
        if check and answer.status:
            raise RuntimeError(f"{' '.join(arguments)}: {answer.status}: {answer.errors[-2000:]}")
        return answer

    def rows(self, *arguments):
        """A list command's records."""
        return json.loads(self.run(*arguments, "--offline", "--json").output)

    def console(self, *arguments):
        return self.command("console", *arguments)


class Answer:
    """What a command left behind."""

    def __init__(self, output, errors, seconds, peak_mb, status, ended):
        self.output, self.errors, self.seconds = output, errors, seconds
        self.peak_mb, self.status, self.ended = peak_mb, status, ended
