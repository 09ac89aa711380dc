#!/usr/bin/env python3
# The pty harness of the figures in Docs/Benchmarks.md. It measures any full-screen program from outside and knows nothing of
# Purser; it came with the pages this program was written from (performance.md section 1 was measured with it), unchanged.
"""ttybench - measure any full-screen terminal program in a pty.

usage:  ttybench.py [options] -- CMD [ARG...]
needs:  pip install pyte         (no pexpect: the pty is opened with os.openpty)

What it reports (one JSON object on stdout with --json, else text):
  first_paint_ms   fork -> last byte of the first burst that is followed by --settle ms of silence
                   with at least --min-cells non-blank cells on screen
  first_byte_ms    fork -> first byte written to the terminal
  until_ms         fork -> the chunk after which --until TEXT is on the (pyte) screen
  keys             for every --keys 'NAME=KEYSPEC*COUNT': latency of each key press: write() -> LAST byte of the repaint
                   (and first byte), bytes written to the terminal, CPU (us, all threads of the process tree), p50/p99/max
  burst            for every --burst 'KEYSPEC*COUNT': all keys in one write(): ms to silence, bytes, CPU
  filter           for --filter 'OPEN|needle|CLOSE': per typed character latency + time from first character to stable screen
  resize           for --resize ROWSxCOLS: TIOCSWINSZ (SIGWINCH) -> last byte, bytes
  idle             for --idle SECONDS: bytes and CPU ms written/used while nothing is typed
  rss_peak_kb      sum of VmHWM over the process tree (rss_now_kb: sum of VmRSS at the end)
  cpu_start_ms     CPU used by the tree until first paint / until-text

KEYSPEC: literal characters; <Down> <Up> <PgDn> <PgUp> <Home> <End> <Enter> <Esc> <Tab> <BS> <C-x> <Space> <lt>
Time stamps are taken when the chunk is read, before any emulation; the emulator runs only while the pty is silent, so it
does not slow the measured program's repaint.  Floor of the harness: run it on  sh -c 'stty raw -echo; exec cat'.
CPU numbers come from /proc/PID/task/*/schedstat (ns) where there is one, else utime+stime (10 ms ticks).
"""
import argparse, fcntl, glob, json, os, re, select, signal, struct, sys, termios, time
import pyte

# ---------- emulator: pyte + the xterm sequences ncurses uses that pyte lacks (REP, SU, SD, CBT)
class Screen(pyte.Screen):
    _last = " "
    def draw(self, data):
        if data: self._last = data[-1]
        super().draw(data)
    def repeat_last(self, n=1, **k): super().draw(self._last * (n or 1))
    def _margins(self): return self.margins or pyte.screens.Margins(0, self.lines - 1)
    def scroll_up(self, n=1, **k):
        y = self.cursor.y; m = self._margins(); self.cursor.y = m.bottom
        for _ in range(n or 1): self.index()
        self.cursor.y = y
    def scroll_down(self, n=1, **k):
        y = self.cursor.y; m = self._margins(); self.cursor.y = m.top
        for _ in range(n or 1): self.reverse_index()
        self.cursor.y = y
    def back_tab(self, n=1, **k): self.cursor.x = max(0, (self.cursor.x - 1) // 8 * 8)
    def report_device_attributes(self, *a, **k): pass
    def report_device_status(self, *a, **k): pass
    def set_mode(self, *modes, **k): super().set_mode(*[m for m in modes if m != 3], **k)   # ignore DECCOLM
class Stream(pyte.ByteStream):
    csi = dict(pyte.ByteStream.csi, b="repeat_last", S="scroll_up", T="scroll_down", Z="back_tab")
    events = frozenset(pyte.ByteStream.events | {"repeat_last", "scroll_up", "scroll_down", "back_tab"})
STRIP = re.compile(rb"\x1b\[[>=<][0-9;]*[ -/]*[@-~]|\x1b\[[0-9;?]*[ !\"$'*+][@-~]|\x1b[P_^][^\x1b]*\x1b\\|\x1b\[[0-9;]*t|\x1b\[\?[0-9;]*u|\x1b\[4:\d*m|\x1b\[58[0-9;:]*m")
HEARTBEAT = re.compile(rb"(?:\x1b\[\?[0-9;]*[hl]|\x1b[=>])+$")   # mode toggles only: counted in bytes, but no repaint (visidata: 7 bytes / 100 ms)
TAIL = re.compile(rb"\x1b(?:\[[0-9;:?<=>!\"'$ ]*|[P_^\]][^\x07\x1b]*)?$")

KEYS = {"Down": "\x1b[B", "Up": "\x1b[A", "Right": "\x1b[C", "Left": "\x1b[D", "ADown": "\x1bOB", "AUp": "\x1bOA", "PgDn": "\x1b[6~", "PgUp": "\x1b[5~", "Home": "\x1b[H", "End": "\x1b[F",
        "Enter": "\r", "Esc": "\x1b", "Tab": "\t", "BS": "\x7f", "Space": " ", "lt": "<", "bar": "|", "F3": "\x1bOR"}
def keyspec(s):
    out = []
    for m in re.finditer(r"<([A-Za-z0-9-]+)>|(.)", s, re.S):
        if m.group(1):
            k = m.group(1)
            out.append(chr(ord(k[2].lower()) & 31) if k.startswith("C-") and len(k) == 3 else KEYS[k])
        else: out.append(m.group(2))
    return [k.encode() for k in out]
def rep(s):
    m = re.match(r"^(.*?)\*(\d+)$", s, re.S)
    return (m.group(1), int(m.group(2))) if m else (s, 1)
def pct(v, p):
    if not v: return None
    v = sorted(v); return v[min(len(v) - 1, int(round(p / 100 * (len(v) - 1))))]

class Session:
    def __init__(self, cmd, rows=50, cols=200, term="xterm-256color", settle=0.1, env=None, cwd=None):
        self.rows, self.cols, self.settle, self.cmd = rows, cols, settle, cmd
        self.screen = Screen(cols, rows); self.stream = Stream(self.screen)
        self.stream.use_utf8 = True
        self.pending = []; self.carry = b""; self.total = 0; self.eof = False; self.hwm = {}
        m, s = os.openpty(); self.fd = m
        fcntl.ioctl(s, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        e = dict(os.environ, TERM=term, COLUMNS=str(cols), LINES=str(rows), **(env or {}))
        e.pop("COLUMNS"); e.pop("LINES")
        self.t0 = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid(); fcntl.ioctl(s, termios.TIOCSCTTY, 0)
                for f in (0, 1, 2): os.dup2(s, f)
                os.closerange(3, 256)
                if cwd: os.chdir(cwd)
                os.execvpe(cmd[0], cmd, e)
            finally: os._exit(127)
        os.close(s); os.set_blocking(m, False)
    # --- I/O
    def _read(self, timeout):
        """one select + read; returns (t, bytes) or None"""
        if self.eof: time.sleep(min(timeout, 0.01)); return None
        r, _, _ = select.select([self.fd], [], [], max(0, timeout))
        if not r: return None
        try: b = os.read(self.fd, 1 << 16)
        except BlockingIOError: return None
        except OSError: self.eof = True; return None
        if not b: self.eof = True; return None
        t = time.perf_counter(); self.total += len(b); self.pending.append((t, b))
        if b"\x1b[c" in b or b"\x1b[0c" in b: self.send(b"\x1b[?62;22c")
        if b"\x1b[>c" in b or b"\x1b[>0c" in b: self.send(b"\x1b[>41;354;0c")
        if b"\x1b[6n" in b: self.feed(); self.send(b"\x1b[%d;%dR" % (self.screen.cursor.y + 1, self.screen.cursor.x + 1))
        if b"\x1b[5n" in b: self.send(b"\x1b[0n")
        return t, b
    def send(self, b): os.write(self.fd, b)
    def feed(self, until=None):
        hit = None
        for t, b in self.pending:
            b = self.carry + b; self.carry = b""
            b = STRIP.sub(b"", b)
            m = TAIL.search(b)
            if m and len(b) - m.start() < 4096: self.carry = b[m.start():]; b = b[:m.start()]
            try: self.stream.feed(b)
            except Exception as ex:
                self.stream = Stream(self.screen); self.err = repr(ex)
            if until is not None and hit is None and self.has(until): hit = t
        self.pending = []
        return hit
    def has(self, text):
        return any(text in l for l in self.screen.display) if isinstance(text, str) else bool(text.search("\n".join(self.screen.display)))
    def cells(self): return sum(1 for l in self.screen.display for c in l if c != " ")
    def drain(self, settle=None, maxwait=30.0, first=None):
        """read until `settle` s of silence (counted from the last byte, or from now); returns (t_first, t_last, bytes, chunks)"""
        settle = settle or self.settle; first = first or settle
        start = last = time.perf_counter(); tf = tl = None; n = c = 0
        while time.perf_counter() - start < maxwait and not self.eof:
            r = self._read((settle if tf else first) - (time.perf_counter() - last))
            if r is None:
                if time.perf_counter() - last >= (settle if tf else first): break
                continue
            n += len(r[1]); c += 1
            if not HEARTBEAT.match(r[1]): tf = tf or r[0]; tl = last = r[0]
            elif time.perf_counter() - last >= (settle if tf else first): break
        return tf, tl, n, c
    # --- process tree
    def pids(self):
        out, todo = [], [self.pid]
        while todo:
            p = todo.pop(); out.append(p)
            for f in glob.glob(f"/proc/{p}/task/*/children"):
                try: todo += [int(x) for x in open(f).read().split()]
                except OSError: pass
        return out
    def cpu(self):
        t = 0.0
        for p in self.pids():
            try:
                fs = glob.glob(f"/proc/{p}/task/*/schedstat"); 
                if fs: t += sum(int(open(f).read().split()[0]) for f in fs) / 1e9
                else: raise FileNotFoundError
            except (OSError, ValueError):
                try:
                    a = open(f"/proc/{p}/stat").read().rsplit(")", 1)[1].split(); t += (int(a[11]) + int(a[12])) / os.sysconf("SC_CLK_TCK")
                except OSError: pass
        return t
    def rss(self):
        hw = now = 0
        for p in self.pids():
            try: s = open(f"/proc/{p}/status").read()
            except OSError: continue
            h = re.search(r"VmHWM:\s+(\d+)", s); r = re.search(r"VmRSS:\s+(\d+)", s)
            if h: self.hwm[p] = max(self.hwm.get(p, 0), int(h.group(1)))
            if r: now += int(r.group(1))
        return sum(self.hwm.values()), now
    # --- measurements
    def start(self, until=None, maxwait=120, min_cells=20):
        res = {}; end = self.t0 + maxwait; first = None; rx = re.compile(until) if until else None
        last = None; painted = None; hit = None
        while time.perf_counter() < end and not self.eof:
            r = self._read(self.settle if painted is None else 0.05)
            now = time.perf_counter()
            if r and not (last and HEARTBEAT.match(r[1])): first = first or r[0]; last = r[0]
            if r is None or (last and now - last > 0.002):
                if rx is not None and hit is None: hit = self.feed(rx)
                else: self.feed()
            elif rx is not None and hit is None and not select.select([self.fd], [], [], 0.002)[0]: hit = self.feed(rx)
            if painted is None and last and now - last >= self.settle and self.cells() >= min_cells:
                painted = last; res["cpu_paint_ms"] = round(self.cpu() * 1e3, 1)
            if painted and (rx is None or hit): break
        ms = lambda t: None if t is None else round((t - self.t0) * 1e3, 2)
        res.update(first_byte_ms=ms(first), first_paint_ms=ms(painted), bytes_start=self.total, cpu_start_ms=round(self.cpu() * 1e3, 1))
        if rx: res["until_ms"] = ms(hit)
        res["rss_start_kb"] = self.rss()[1]
        return res
    def key(self, k, settle=None, maxwait=30, first=None):
        c0 = self.cpu(); t = time.perf_counter(); self.send(k)
        tf, tl, n, c = self.drain(settle, maxwait, first)
        r = ((tf - t) * 1e3 if tf else None, (tl - t) * 1e3 if tl else None, n, (self.cpu() - c0) * 1e6)
        self.feed(); return r
    def keys(self, spec, count, settle=None):
        seq = keyspec(spec); rows = [self.key(seq[i % len(seq)], settle) for i in range(count)]
        l = [r[1] for r in rows if r[1] is not None]; f = [r[0] for r in rows if r[0] is not None]
        b = [r[2] for r in rows]; c = [r[3] for r in rows]
        rd = lambda x, d=2: None if x is None else round(x, d)
        return dict(keys=spec, n=count, silent=sum(1 for r in rows if r[1] is None), first_p50_ms=rd(pct(f, 50)), p50_ms=rd(pct(l, 50)), p99_ms=rd(pct(l, 99)), max_ms=rd(max(l) if l else None),
                    bytes_p50=pct(b, 50), bytes_mean=rd(sum(b) / len(b), 1), bytes_max=max(b), cpu_us_p50=rd(pct(c, 50), 0), cpu_us_mean=rd(sum(c) / len(c), 0))
    def burst(self, spec, count, settle=0.3, maxwait=60):
        seq = keyspec(spec); data = b"".join(seq[i % len(seq)] for i in range(count)); c0 = self.cpu(); t = time.perf_counter(); self.send(data)
        tf, tl, n, c = self.drain(settle, maxwait); cp = (self.cpu() - c0) * 1e3; self.feed()
        return dict(keys=spec, n=count, ms=round((tl - t) * 1e3, 2) if tl else None, bytes=n, bytes_per_key=round(n / count, 1), cpu_ms=round(cp, 2))
    def filter(self, opening, needle, closing="", settle=0.5, maxwait=120, until=None, wait_each=True):
        for k in keyspec(opening): self.key(k)
        per = []; c0 = self.cpu(); t = time.perf_counter(); tl = None; n = 0; idle = 0.0; hit = None
        seq = keyspec(needle) + keyspec(closing)
        for i, k in enumerate(seq):
            if wait_each:
                tk = time.perf_counter(); r = self.key(k, settle, maxwait); per.append(r[1]); n += r[2]
                if i + 1 < len(seq): idle += time.perf_counter() - tk - (r[1] or 0) / 1e3
                if r[1] is not None: tl = tk + r[1] / 1e3
            else:
                self.send(k)
        if not wait_each: _, tl, n, _ = self.drain(settle, maxwait); self.feed()
        if until:
            rx = re.compile(until); end = t + maxwait
            while not (self.has(rx)) and time.perf_counter() < end:
                a = self.drain(settle, 5); h = self.feed(rx); tl = h or a[1] or tl
            hit = self.has(rx)
        good = [p for p in per if p is not None]
        return dict(needle=needle, total_ms=round((tl - t - idle) * 1e3, 1) if tl else None, per_char_ms=[None if p is None else round(p, 2) for p in per],
                    max_ms=round(max(good), 2) if good else None, bytes=n, cpu_ms=round((self.cpu() - c0) * 1e3, 1), **({"found": bool(hit)} if until else {}))
    def resize(self, rows, cols):
        c0 = self.cpu(); t = time.perf_counter(); fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        tf, tl, n, _ = self.drain(0.3, 10); self.screen.resize(rows, cols); self.feed()
        return dict(size=f"{rows}x{cols}", ms=round((tl - t) * 1e3, 2) if tl else None, bytes=n, cpu_ms=round((self.cpu() - c0) * 1e3, 2))
    def idle(self, seconds=10):
        self.drain(0.2, 2); c0 = self.cpu(); b0 = self.total; t = time.perf_counter(); ch = 0
        while time.perf_counter() - t < seconds and not self.eof:
            if self._read(min(1, seconds - (time.perf_counter() - t))): ch += 1
        d = time.perf_counter() - t; self.feed()
        return dict(seconds=round(d, 1), bytes_per_s=round((self.total - b0) / d, 1), writes=ch, cpu_ms_per_s=round((self.cpu() - c0) * 1e3 / d, 3))
    def dump(self): return "\n".join(l.rstrip() for l in self.screen.display)
    def close(self, keys=None):
        """quit with `keys` (timed), else SIGTERM, then SIGKILL - only ever our own child"""
        t = time.perf_counter(); q = None; self.rss()
        if keys:
            for k in keyspec(keys):
                try: self.send(k)
                except OSError: pass
                self.drain(0.02, 0.3)
        for i in range(400):
            try: p, _ = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError: break
            if p: q = (time.perf_counter() - t) * 1e3; break
            if i in (0, 100) and not (keys and i == 0): os.kill(self.pid, signal.SIGTERM if i == 0 or keys else signal.SIGKILL)
            if i == 250: os.kill(self.pid, signal.SIGKILL)
            self._read(0.005)
        os.close(self.fd); return q

def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--rows", type=int, default=50); a.add_argument("--cols", type=int, default=200); a.add_argument("--term", default="xterm-256color")
    a.add_argument("--settle", type=float, default=100, help="ms of silence that ends a repaint"); a.add_argument("--name", default="")
    a.add_argument("--until", help="regex to see on screen"); a.add_argument("--starts", type=int, default=5, help="runs of the start measurement")
    a.add_argument("--maxwait", type=float, default=120); a.add_argument("--min-cells", type=int, default=20)
    a.add_argument("--pre", default="", help="keys sent once before the measurements"); a.add_argument("--keys", action="append", default=[])
    a.add_argument("--burst", action="append", default=[]); a.add_argument("--filter", action="append", default=[]); a.add_argument("--filter-until")
    a.add_argument("--filter-settle", type=float, default=500)
    a.add_argument("--resize"); a.add_argument("--idle", type=float, default=0); a.add_argument("--quit", default=""); a.add_argument("--dump", action="store_true")
    a.add_argument("--json", action="store_true"); a.add_argument("--cwd"); a.add_argument("cmd", nargs=argparse.REMAINDER)
    o = a.parse_args(); cmd = o.cmd[1:] if o.cmd and o.cmd[0] == "--" else o.cmd
    mk = lambda: Session(cmd, o.rows, o.cols, o.term, o.settle / 1e3, cwd=o.cwd)
    runs = []
    for i in range(max(1, o.starts)):
        s = mk(); runs.append(s.start(o.until, o.maxwait, o.min_cells))
        if i + 1 < o.starts: runs[-1]["quit_ms"] = s.close(o.quit)
    med = {k: pct([r[k] for r in runs if r.get(k) is not None], 50) for k in runs[0]}
    res = dict(name=o.name or " ".join(cmd)[:60], start=med, start_runs=len(runs))
    s.drain(0.3, 10); s.feed()
    for k in keyspec(o.pre): s.key(k, 0.3)
    if o.dump: print(s.dump(), file=sys.stderr)
    res["keys"] = [s.keys(*rep(k)) for k in o.keys]
    res["burst"] = [s.burst(*rep(k)) for k in o.burst]
    res["filter"] = []
    for f in o.filter:
        p = (f.split("|") + ["", ""])[:3]; res["filter"].append(s.filter(p[0], p[1], p[2], o.filter_settle / 1e3, until=o.filter_until))
    if o.resize: r, c = map(int, o.resize.split("x")); res["resize"] = [s.resize(r, c), s.resize(o.rows, o.cols)]
    if o.idle: res["idle"] = s.idle(o.idle)
    if o.dump: print(s.dump(), file=sys.stderr)
    res["rss_peak_kb"], res["rss_now_kb"] = s.rss(); res["cpu_total_ms"] = round(s.cpu() * 1e3, 1); res["quit_ms"] = s.close(o.quit)
    if hasattr(s, "err"): res["emulator_error"] = s.err
    if o.json: print(json.dumps(res))
    else:
        for k, v in res.items():
            for x in (v if isinstance(v, list) else [v]): print(f"{k:14} {x}")
if __name__ == "__main__": main()
