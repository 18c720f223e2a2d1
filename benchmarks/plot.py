"""The figures as a picture: a bar a row in U on a logarithmic scale, with the spread of its rounds and what is promised. Plain SVG."""

from html import escape
from math import log10

from report import Finding

ROW, LEFT, WIDTH, TOP = 22, 420, 520, 40


def draw(findings: list[Finding]) -> str:
    rows = [finding for finding in findings if finding.steps and finding.units > 0]
    most = max((max(finding.units, finding.limit_in_units or 0) for finding in rows), default=1) * 1.2
    span = log10(max(most, 2) / 0.5)

    def x(units: float) -> float:
        return LEFT + WIDTH * log10(max(units, 0.5) / 0.5) / span

    height = TOP + ROW * len(rows) + 30
    size = f'width="{LEFT + WIDTH + 90}" height="{height}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">',
             '<rect width="100%" height="100%" fill="white"/>',
             f'<text x="{LEFT}" y="20">U a frame: what touching it once from C costs (bar: median, line: spread, red: promised)</text>']
    tick = 1.0
    while tick < most:
        parts.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP - 8}" y2="{height - 24}" stroke="#ddd"/>'
                     f'<text x="{x(tick):.1f}" y="{height - 8}" text-anchor="middle" fill="#555">{tick:g}</text>')
        tick *= 10 if tick >= 10 else 2 if tick < 4 else 2.5
    for number, finding in enumerate(rows):
        y = TOP + ROW * number
        best, worst = (min(finding.in_units), max(finding.in_units)) if finding.in_units else (finding.units, finding.units)
        parts.append(f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(finding.name)}</text>'
                     f'<rect x="{LEFT}" y="{y + 3}" width="{max(x(finding.units) - LEFT, 1):.1f}" height="{ROW - 8}" fill="#4a7ebb"/>'
                     f'<line x1="{x(best):.1f}" x2="{x(worst):.1f}" y1="{y + ROW / 2 - 1}" y2="{y + ROW / 2 - 1}" stroke="#222"/>'
                     f'<text x="{x(max(worst, finding.units)) + 6:.1f}" y="{y + 13}">{finding.units:.2f}</text>')
        if finding.limit_in_units is not None:
            at = x(finding.limit_in_units)
            parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{y + 1}" y2="{y + ROW - 3}" stroke="#c33" stroke-width="2"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"
