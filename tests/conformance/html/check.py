"""Holds the page of `ecsplan report` against a real browser: check.py PROGRAM WORK_FOLDER.

Run by `run`, beside it. Standard library only. Pictures of every page stay in the work folder, to be looked at.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from browser import Browser

ROOT = Path(__file__).resolve().parents[3]

# One in dollars, one in won with names that would be markup.
CASES = ["scenarios/shop/scenario.toml", "tests/conformance/html/won.toml"]

# Width, height and colour scheme: a desk, at night, and the narrowest phone in use.
VIEWS = [(1280, 800, "light"), (1280, 800, "dark"), (360, 740, "light"), (360, 740, "dark")]

# Fewer figures than these compared: the page lost some.
LEAST_FIGURES = 30

FIGURES = """[...document.querySelectorAll("[data-usd]")].map((it) =>
    [it.dataset.figure, it.dataset.usd, it.textContent])"""

# What sticks out of the page, other than in containers that scroll.
TOO_WIDE = """[...document.querySelectorAll("body *")].filter((it) => !it.closest(".scroll") &&
    it.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((it) => it.outerHTML.slice(0, 120))"""

# Clicks the heading of the total twice; the column after each click, and what assistive technology is told.
SORTED = """(() => {
    const table = document.querySelector("#options table");
    const heading = table.tHead.rows[0].cells[2];
    const state = () => [heading.getAttribute("aria-sort"),
        [...table.tBodies[0].rows].map((row) => Number(row.cells[2].dataset.usd))];
    const before = state();
    heading.querySelector("button").click();
    const up = state();
    heading.querySelector("button").click();
    return [before, up, state()];
})()"""

UNNAMED = """[...document.querySelectorAll("figure svg")].filter((svg) => svg.getAttribute("role") !== "img" ||
    svg.getAttribute("aria-labelledby").split(" ").some((id) => !document.getElementById(id)?.textContent)).length"""


def output(program, *arguments):
    command = [program, *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise RuntimeError(f"{command}: exit {ended.returncode}\n{ended.stderr}")
    return ended.stdout


def made(program, work, scenario):
    """The page, and what the JSON says of the same."""
    page = work / f"{scenario.replace('/', '-').removesuffix('.toml')}.html"
    output(program, "report", scenario, "--quiet", "--html", page)
    asked = [(command, scenario, "--format", "json") for command in ("recommend", "estimate")]
    return page, *(json.loads(output(program, *arguments)) for arguments in asked)


def expected(result, statement):
    """Every figure that both have: its name, exact dollars, and as displayed where that is another currency."""
    for option in result["options"]:
        if option["available"]:
            name = option["id"]
            yield f"{name}/total", option["total"], option["display_total"]
            yield f"{name}/monthly_mean", option["monthly_mean"], option["display_monthly_mean"]
            for month in option["monthly"]:
                yield f"{name}/{month['month']}", month["total"], month["display_total"]
            for row in option["waste"]["categories"]:
                yield f"{name}/waste/{row['category']}", row["total"], None
    for kind, costs in statement["totals"].items():
        yield f"statement/{kind}/total", costs["total"], costs["display_total"]
        displayed = costs["display_months"] or [None] * len(costs["months"])
        for month, usd, display in zip(statement["months"], costs["months"], displayed):
            yield f"statement/{kind}/{month['month']}", usd, display


def wrong_figures(figures, result, statement):
    """Figures of the page that are not those of the JSON; too few of them are wrong, too."""
    known = {name: (usd, display) for name, usd, display in expected(result, statement)}
    shown = [(name, usd, text) for name, usd, text in figures if name in known]
    for name, usd, text in shown:
        exact, display = known[name]
        plain = text.replace(",", "").lstrip("$₩")
        if usd != exact or (display is not None and plain != display):
            yield f"{name}: {usd} shown as {text}, not {exact} as {display}"
        elif display is None and "/waste/" not in name and abs(float(plain) - float(exact)) > 0.011:
            yield f"{name}: {text} for {exact}"
    totals = {f"{option['id']}/total" for option in result["options"] if option["available"]}
    missing = totals - {name for name, _, _ in shown}
    yield from (f"{name} is not on the page" for name in sorted(missing))
    if len(shown) < LEAST_FIGURES:
        yield f"only {len(shown)} figures were compared"


def wrong_sorting(states):
    (_, _), (up, rising), (down, falling) = states
    if (up, down) != ("ascending", "descending"):
        yield f"aria-sort is {up}, then {down}"
    if rising != sorted(rising) or falling != sorted(rising, reverse=True) or len(rising) < 3:
        yield f"a click sorts into {rising}, another into {falling}"


def problems(browser, page, result, statement):
    """What is wrong with a page, in any view."""
    for width, height, scheme in VIEWS:
        browser.open(page.as_uri(), width, height, scheme)
        browser.screenshot(page.with_name(f"{page.stem}-{width}-{scheme}.png"))
        found = [f"the console says {complaint}" for complaint in browser.complaints()]
        found += [f"{address} was asked for" for address in browser.requests() if address != page.as_uri()]
        found += [f"{element} is wider than the page" for element in browser.evaluate(TOO_WIDE)]
        inside, whole = browser.evaluate("[innerWidth, document.documentElement.scrollWidth]")
        found += [f"the page is {whole} wide and has {inside}"] if whole > inside else []
        found += wrong_figures(browser.evaluate(FIGURES), result, statement)
        found += wrong_sorting(browser.evaluate(SORTED))
        found += ["a picture has no text alternative"] if browser.evaluate(UNNAMED) else []
        yield from (f"{page.name}, {width} wide, {scheme}: {problem}" for problem in found)
    browser.print(page.with_suffix(".pdf"))
    browser.open(page.as_uri(), *VIEWS[0], scripts=False)
    markup = browser.markup()
    if "<button" in markup or markup.count("data-usd") < LEAST_FIGURES:
        yield f"{page.name}, without scripts: headings cannot be clicked and should be text, figures should be there"


def main():
    program, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as pool:
        pages = list(pool.map(lambda scenario: made(program, work, scenario), CASES))
    with Browser("chromium") as browser:
        found = [problem for page in pages for problem in problems(browser, *page)]
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        sys.exit(1)
    print(f"{len(pages)} pages in {len(VIEWS)} views: nothing fetched, nothing too wide, figures as in JSON, tables sort")


if __name__ == "__main__":
    main()
