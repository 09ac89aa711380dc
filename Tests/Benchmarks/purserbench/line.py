"""One line of the table: what was measured, beside what, and whether that is the goal."""
from dataclasses import dataclass


@dataclass
class Line:
    what: str
    figure: str
    peer: str = "–"
    ratio: str = "–"
    goal: str = ""
    met: bool | None = None

    @property
    def verdict(self):
        return {True: "met", False: "**missed**", None: "–"}[self.met]

    @property
    def cells(self):
        return [self.what, self.figure, self.peer, self.ratio, self.goal, self.verdict]


HEADINGS = ["what", "Purser", "beside", "ratio", "goal", ""]


def number(value, unit=""):
    """A figure with three digits that count."""
    if value is None:
        return "none"
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{text} {unit}".strip()


def ratio(ours, theirs):
    return number(ours / theirs) + " ×" if theirs else "–"


def median(values):
    known = sorted(v for v in values if v is not None)
    return known[len(known) // 2] if known else None


def markdown(lines):
    rows = [HEADINGS, ["---"] * len(HEADINGS)] + [line.cells for line in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def plain(line):
    return f"  {line.what}: {line.figure} · {line.peer} · {line.ratio} · goal {line.goal}: {line.verdict.strip('*')}"
