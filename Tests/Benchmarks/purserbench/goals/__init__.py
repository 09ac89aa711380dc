"""The goals in the order of the table."""
from . import assign, cache, decoding, filtering, idle, importing, increment, lines, opening, syncing, tool, worst

ALL = {
    "open": opening, "lines": lines, "filter": filtering, "idle": idle, "decode": decoding, "import": importing,
    "increment": increment, "cache": cache, "tool": tool, "assign": assign, "sync": syncing, "worst": worst,
}
