"""A filter keystroke over a million rows: the worst letter of a needle of twelve; beside fzf --exact and vim."""
from ..line import Line, number, ratio
from ..tty import close, opening, press, run, shell

ROUNDS = 3


def measure(bench):
    million = bench.million()
    text = bench.rows_file(million, "million")
    needle = _needle(text)
    ours = min((_console(million, needle) for _ in range(ROUNDS)), key=max)
    fzf = min((_fzf(text, needle) for _ in range(ROUNDS)), key=max)
    vim = _vim(text, needle)
    return [
        Line(f"worst letter of «{needle}»", number(max(ours), "ms"), f"fzf --exact {number(max(fzf), 'ms')}",
             number(max(fzf) / max(ours)) + " × ahead", "≤ 6 ms, 16 × ahead of fzf",
             max(ours) <= 6 and max(fzf) >= 16 * max(ours)),
        Line("the letters after the first", number(max(ours[1:]), "ms"), f"vim, one match {number(max(vim), 'ms')}",
             ratio(max(ours[1:]), max(vim)), ""),
    ]


def _needle(text):
    """The serial number of the row in the middle."""
    with open(text) as file:
        holders = [line.rstrip("\n").split("\t")[2] for line in file]
    serials = [holder for holder in holders if len(holder) == 12 and holder.isupper() or holder.isalnum() and len(holder) == 12]
    return serials[len(serials) // 2].lower()


def _console(home, needle):
    session = run(home.console(), home.env)
    opening(session, {})
    press(session, b"3]", 0.7)
    press(session, b"G", 0.7)
    result = session.filter("/", needle, settle=0.4)
    close(session)
    return result["per_char_ms"]


def _fzf(text, needle):
    session = shell(f"fzf --exact < {text}")
    session.drain(1.5, 30)
    session.feed()
    result = session.filter("", needle, settle=0.5)
    close(session)
    return result["per_char_ms"]


def _vim(text, needle):
    session = run(["vim", "-u", "NONE", "-i", "NONE", "-n", "-R", "-c", "set incsearch ignorecase", str(text)])
    session.drain(0.7, 20)
    session.feed()
    result = session.filter("/", needle, settle=0.3)
    close(session)
    return [t for t in result["per_char_ms"] if t is not None]
