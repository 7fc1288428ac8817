"""Recalculates workbooks of `ecsplan report` in LibreOffice: check.py PROGRAM WORK_FOLDER.

As delivered their figures are the JSON's. With any input cell changed they are those of a fresh run with the changed scenario:
`ecsplan estimate` of the same option, for plans as they are held beforehand. In Korean they calculate what they do in English.
Run by `run`, beside it. Standard library only.
"""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from workbook import Workbook, edited, recalculated

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent

# Exact dollars agree to a millionth; shown amounts agree to the last digit.
TOLERANCE = 1e-6

# A scenario, the option that is recommended, and the option that is the same one without plans of its own.
CASES = {
    "dollars": ("fargate-savings-plan", "fargate"),
    "won": ("best-portfolio", "managed-instances"),
    "ends": ("fargate", "fargate"),
}

# The scenario whose workbook is written in Korean too, and the changes made to both.
KOREAN = "ends"
CHANGED_IN_KOREAN = ("all", "rate", "growth100", "growth-scenario low")

# Headings of columns that round.
ROUNDING = {"exact units", "remainder", "정확한 단위 수", "나머지"}

# The plan that the workbook offers where none is bought.
OFFERED = {"kind": "compute_savings_plan", "covers": None, "term_years": 1, "payment_option": "no_upfront",
           "hourly_commitment": "0"}

PLAN = """
[[commitment]]
kind = "{kind}"
{family}hourly_commitment = "{amount}"
term = "{term}y"
payment = "{payment}"
start = "{start}"
"""


def ecsplan(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Scenario:
    def __init__(self, program, name, work):
        self.program, self.name, self.work = program, name, work
        self.ranges = {}
        self.option, self.bare = CASES[name]
        self.text = (HERE / f"{name}.toml").read_text().replace("../../../", f"{ROOT}/")
        result = json.loads(ecsplan(program, "recommend", HERE / f"{name}.toml", "--format", "json"))
        assert result["recommended_option"] == self.option, result["recommended_option"]
        self.figures = next(it for it in result["options"] if it["id"] == self.option)
        bought = [it for it in self.figures["commitments"] if it["chosen"] and not it["held"]]
        assert len(bought) == (0 if self.option == self.bare else 1), bought
        self.plan = bought[0] if bought else OFFERED
        self.start = result["scenario"]["start"]
        self.workbook = work / f"{name}.xlsx"
        ecsplan(program, "report", HERE / f"{name}.toml", "--quiet", "--xlsx", self.workbook)
        self.korean = work / f"{name}-ko.xlsx"
        if name == KOREAN:
            ecsplan(program, "--lang", "ko", "report", HERE / f"{name}.toml", "--quiet", "--xlsx", self.korean)

    def with_plan(self, amount):
        """The scenario holding the plan that was bought or offered, at that commitment."""
        plan = self.plan
        family = f'family = "{plan["covers"]}"\n' if plan["covers"] else ""
        held = PLAN.format(kind=plan["kind"], family=family, amount=amount, term=plan["term_years"],
                           payment=plan["payment_option"], start=self.start)
        return self.text + (held if float(amount) else "")

    def fresh(self, label, text, option, *arguments):
        path = self.work / f"{self.name}-{label}.toml"
        path.write_text(text)
        return json.loads(ecsplan(self.program, "estimate", path, "--option", option, "--format", "json", *arguments))

    def changes(self):
        """What is changed: the cells, and how a fresh run comes to the same."""
        amount = self.plan["hourly_commitment"]
        held, bare = self.with_plan(amount), self.bare
        some = float(amount) or 0.08
        half, double = f"{some / 2:.5f}", f"{some * 2:.5f}"
        fees = "ComputeSavingsPlans" if self.plan["kind"] == "compute_savings_plan" else "EC2InstanceSavingsPlans"
        changes = {
            "discount": ({"discount_all": 12.25}, discounted(held, "all", 12.25), bare, ()),
            "fee": ({f"discount_{fees}": 3}, discounted(held, fees, 3), bare, ()),
            "tax": ({"tax_percent": 7.7}, taxed(held, 7.7), bare, ()),
            "rate": ({"currency_code": "JPY", "exchange_rate": 151.37}, held, bare, ("--currency", "JPY", "--rate", "151.37")),
            "cents": ({"currency_code": "EUR", "exchange_rate": 0.9231}, held, bare, ("--currency", "EUR", "--rate", "0.9231")),
            "half": ({"commitment_1": float(half)}, self.with_plan(half), bare, ()),
            "double": ({"commitment_1": float(double)}, self.with_plan(double), bare, ()),
            "none": ({"commitment_1": 0}, self.text, bare, ()),
            "all": ({"commitment_1": float(half), "tax_percent": 7.7, "discount_all": 12.25},
                    taxed(discounted(self.with_plan(half), "all", 12.25), 7.7), bare, ()),
        }
        for percent in (-25, 100):
            grown = 100 * ((1 + percent / 100) ** (1 / 12) - 1)
            text = re.sub(r"^growth_percent_per_month.*\n", "", self.text, flags=re.M)
            text = re.sub(r"^(profile = .*\n)", rf"\1growth_percent_per_month = {grown!r}\n", text, flags=re.M)
            changes[f"growth{percent}"] = ({"growth": percent}, text, self.option, ())
        if "[[uncertainty.scenario]]" in self.text:
            names = {"low": "low", "high": "high", "fewer": "low", "scenario low": "high"}
            for name, of in names.items():
                changes[f"growth-{name}"] = ({"growth": name}, self.text, self.option, ())
                self.ranges[f"{self.name}-growth-{name}"] = of
        return changes


def discounted(text, service, percent):
    """A scenario with that discount, whatever it had."""
    text = re.sub(rf"^{service} = .*\n", "", text, flags=re.M)
    heading = "[prices.discount_percent]\n"
    line = f"{heading}{service} = {percent}\n"
    return text.replace(heading, line) if heading in text else f"{text}\n{line}"


def taxed(text, percent):
    """A scenario with that tax, whatever it had."""
    text = re.sub(r"^tax_percent.*\n", "", text, flags=re.M)
    return re.sub(r"^region", f"tax_percent = {percent}\nregion", text, flags=re.M)


def months_of(book):
    """Shown and exact months of a workbook with their totals last, and the exact months at the growth chosen."""
    columns = [book.column("Months", column) for column in "CDF"]
    heads = [str(column[3]) for column in columns]
    assert heads[0].startswith("Total, ") and heads[1] == "Exact total, USD" and heads[2].startswith("At growth "), heads
    return [[value for row, value in sorted(column.items()) if row > 3] for column in columns]


def same(what, found, expected, tolerance):
    assert len(found) == len(expected), f"{what}: {found} and not {expected}"
    for one, other in zip(found, expected, strict=True):
        assert abs(one - other) <= tolerance, f"{what}: {found} and not {expected}"


def compare(label, book, estimate, of_range):
    """A recalculated workbook and the estimate of a fresh run, or the low or high demand of one."""
    cost = estimate["demand_range"][of_range] if of_range else estimate["totals"]["effective"]
    shown, exact, at_growth = months_of(book)
    expected = [float(month) for month in [*cost["months"], cost["total"]]]
    if label.split("-", 1)[1].startswith("growth"):
        same(label, at_growth, expected, TOLERANCE)
        return
    same(label, exact, expected, TOLERANCE)
    if cost["display_total"]:
        same(f"{label} as shown", shown, [float(month) for month in [*cost["display_months"], cost["display_total"]]], 0)
    else:
        assert abs(shown[-1] - round(expected[-1], 2)) < 1e-9, f"{label}: {shown[-1]} and not {expected[-1]}"
    assert abs(sum(shown[:-1]) - shown[-1]) < 1e-6, f"{label}: months do not add up"
    lines = book.column("Line items", "Q")
    total = lines.pop(max(lines))
    assert abs(total - shown[-1]) < 1e-6, f"{label}: line items show {total}, months {shown[-1]}"


def unchanged(label, before, after):
    """Every cell has the value that it was written with."""
    rounded = {sheet: before.below(sheet, ROUNDING) for sheet in before.sheets}
    for sheet, cells in before.sheets.items():
        for cell, value in cells.items():
            found = after.sheets[sheet].get(cell)
            if isinstance(value, float):
                # What is rounded to millionths may be rounded the other way.
                tolerance = 1.1e-6 if cell in rounded[sheet] else 1e-9 * max(1, abs(value))
                fits = isinstance(found, float) and abs(found - value) <= tolerance
            else:
                fits = found == value
            assert fits, f"{label}: {sheet}!{cell} is {found!r} once calculated, {value!r} as written"


def same_numbers(label, korean, english):
    """Every number of the one is in the other."""
    for sheet, cells in english.sheets.items():
        for cell, value in cells.items():
            found = korean.sheets[sheet].get(cell)
            assert not isinstance(value, float) or found == value, f"{label}: {sheet}!{cell} is {found!r}, in English {value!r}"


def between(book):
    """A growth that was not simulated says so, and lies between its neighbours."""
    summary = book.sheets["Summary"].values()
    assert "approximate: run ecsplan" in summary, "growth between two steps is not said to be approximate"


def main(program, folder):
    work = Path(folder)
    work.mkdir(parents=True, exist_ok=True)
    program = str((ROOT / program).resolve())
    with ThreadPoolExecutor() as pool:
        scenarios = list(pool.map(lambda name: Scenario(program, name, work), CASES))
        changed, fresh, in_korean = {}, {}, {}
        for scenario in scenarios:
            for label, (cells, text, option, arguments) in scenario.changes().items():
                name = f"{scenario.name}-{label}"
                path = work / f"{name}.xlsx"
                edited(scenario.workbook, path, cells)
                changed[name] = path
                if scenario.name == KOREAN and label in CHANGED_IN_KOREAN:
                    in_korean[name] = work / f"{name}-ko.xlsx"
                    edited(scenario.korean, in_korean[name], cells)
                fresh[name] = pool.submit(scenario.fresh, label, text, option, *arguments)
            edited(scenario.workbook, work / f"{scenario.name}-between.xlsx", {"growth": 37.5})
        paths = [it.workbook for it in scenarios] + [work / f"{it.name}-between.xlsx" for it in scenarios]
        paths += [it.korean for it in scenarios if it.name == KOREAN]
        books = recalculated([*paths, *changed.values(), *in_korean.values()], work)
        for scenario in scenarios:
            unchanged(scenario.name, Workbook(scenario.workbook), books[scenario.name])
            between(books[f"{scenario.name}-between"])
            if scenario.name == KOREAN:
                unchanged(f"{scenario.name} in Korean", Workbook(scenario.korean), books[f"{scenario.name}-ko"])
        assert len(in_korean) == len(CHANGED_IN_KOREAN), in_korean
        for name in in_korean:
            same_numbers(name, books[f"{name}-ko"], books[name])
        ranges = {name: of for scenario in scenarios for name, of in scenario.ranges.items()}
        for name in changed:
            compare(name, books[name], fresh[name].result(), ranges.get(name))
    print(f"{len(books)} workbooks recalculated: {len(changed)} changes are what a fresh run says")


if __name__ == "__main__":
    main(*sys.argv[1:])
