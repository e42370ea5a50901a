"""Results as an aligned text table, and as JSON for later comparison."""

from measure import Comparison

HEADINGS = ("what", "ours", "against", "ratio", "pairwise", "must", "aim", "reached")


def lines(results):
    """The table, a row a result."""
    rows = [HEADINGS, *(_cells(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()


def as_json(result):
    """Names, units and every single value, so that another statistic can be taken later."""
    record = {"what": result.what, "ours": vars(result.ours), "must": result.must, "aim": result.aim, "reached": result.reached}
    if isinstance(result, Comparison):
        record |= {"against": vars(result.theirs), "ratio": result.ratio, "pairwise": result.pairwise}
    return record


def _cells(result):
    if isinstance(result, Comparison):
        return (result.what, _sample(result.ours), _sample(result.theirs), f"{result.ratio:.2f}", f"{result.pairwise:.2f}",
                _wanted(result.must, "{:g} ×"), _wanted(result.aim, "{:g} ×"), result.reached)
    unit = "≤ {:g} " + result.ours.unit
    return (result.what, _sample(result.ours), "", "", "", _wanted(result.must, unit), _wanted(result.aim, unit), result.reached)


def _sample(sample):
    """Name, median and, of several values, the spread."""
    spread = f" ({_short(min(sample.values))}–{_short(max(sample.values))})" if len(sample.values) > 1 else ""
    return f"{sample.name} {_short(sample.median)}{spread} {sample.unit}"


def _short(value):
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _wanted(value, form):
    return "" if value is None else form.format(value)
