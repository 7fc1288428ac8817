"""Holds the rows of `ecsplan focus` against focus-validator 2.2.1: check.py PROGRAM WORK_FOLDER.

Run by `run`, beside it, with the Python that focus-validator is installed in.
"""

import csv
import os
import re
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]

# Scenario, option (none: the recommended one), granularity.
CASES = [
    ("scenarios/shop", None, "monthly"),
    ("scenarios/shop-three-services", None, "monthly"),
    ("scenarios/plans-in-doubt", None, "monthly"),
    ("scenarios/dev-test-hours", "fargate-spot", "monthly"),
    ("scenarios/cluster-in-three-zones", None, "hourly"),
    ("scenarios/smallest-instance", None, "hourly"),
    ("tests/conformance/focus/everything.toml", "best-portfolio", "monthly"),
    ("tests/conformance/focus/everything.toml", "ec2-savings-plan", "hourly"),
    ("tests/conformance/focus/everything.toml", "ec2-spot", "monthly"),
]

# What AWS supports, and so what these rows are asked for. Virtual currency it has none, and rows are in one currency.
CRITERIA = [
    "ACCOUNT_NAMING_SUPPORTED",
    "AVAILABILITY_ZONE_SUPPORTED",
    "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED",
    "CAPACITY_RESERVATION_SUPPORTED",
    "COMMITMENT_DISCOUNT_SUPPORTED",
    "MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED",
    "MULTIPLE_PRICING_CATEGORIES_SUPPORTED",
    "MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED",
    "NEGOTIATED_PRICING_SUPPORTED",
    "PUBLIC_PRICE_LIST_SUPPORTED",
    "REGION_SUPPORTED",
    "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED",
    "SUB_ACCOUNT_SUPPORTED",
    "TAGGING_SUPPORTED",
    "UNIT_PRICING_SUPPORTED",
    "USAGE_MEASUREMENT_SUPPORTED",
]

# Rules that the validator has wrong, as docs/focus.md shows: they fail for rows that are right.
WRONG_IN_VALIDATOR = {
    "CapacityReservationStatus-C-004-C",
    "CommitmentDiscountStatus-C-004-C",
    "InvoiceId-C-005-C",
}

# Far fewer rules than these passed: the validator did not look.
LEAST_PASSED = 300


def written(program, work, case):
    scenario, option, granularity = case
    path = ROOT / scenario
    path = path if path.suffix == ".toml" else path / "scenario.toml"
    name = path.parent.name if path.name == "scenario.toml" else path.stem
    out = work / f"{name}-{option or 'recommended'}-{granularity}.csv"
    command = [program, "focus", path, "--granularity", granularity, "--out", out, "--quiet"]
    subprocess.run(command + (["--option", option] if option else []), check=True)
    return out


def verdict(rows):
    """The rules that passed, and those that failed with the rules that they failed for."""
    # It looks for its own tables under the folder that it is run in.
    packages = sysconfig.get_paths()["purelib"]
    command = [Path(sysconfig.get_paths()["scripts"]) / "focus-validator", "--data-file", rows]
    command += ["--block-download", "--validate-version", "1.2.0.1", "--focus-dataset", "CostAndUsage"]
    command += ["--applicability-criteria", ",".join(CRITERIA)]
    run = subprocess.run(command, cwd=packages, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"focus-validator does not read {rows}:\n{run.stdout}{run.stderr}")
    results = re.findall(r"^\S+ (\S+): (PASS|FAIL)\s+(.*)$", run.stdout, re.MULTILINE)
    passed = {rule for rule, result, _ in results if result == "PASS"}
    failed = {}
    for rule, _, message in (result for result in results if result[1] == "FAIL"):
        children = re.search(r"AND failed - failed child rules: \[(.*?)\]", message)
        failed[rule] = set(children.group(1).split(", ")) if children else set()
    return passed, failed


def unexpected(failed):
    """The rules that fail for another reason than a rule that the validator has wrong."""
    excused = set(WRONG_IN_VALIDATOR)
    while True:
        more = {rule for rule, children in failed.items() if children and children <= excused} - excused
        if not more:
            return sorted(set(failed) - excused)
        excused |= more


def spoiled(rows, column, value):
    """A copy of the rows with one value changed, which must not pass."""
    with open(rows, newline="") as file:
        records = list(csv.DictReader(file))
    records[0][column] = value
    out = rows.with_name(f"spoiled-{column}.csv")
    with open(out, "w", newline="") as file:
        writer = csv.DictWriter(file, records[0].keys())
        writer.writeheader()
        writer.writerows(records)
    return out


def main():
    program, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    problems, seen = [], set()
    files = [written(program, work, case) for case in CASES]
    wrong_values = [("ChargeCategory", "Purchases"), ("PricingUnit", ""), ("SkuId", "")]
    wrong_files = [spoiled(files[0], column, value) for column, value in wrong_values]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = list(pool.map(verdict, files + wrong_files))
    for rows, (passed, failed) in zip(files, verdicts):
        seen |= set(failed) & WRONG_IN_VALIDATOR
        wrong = unexpected(failed)
        print(f"{rows.name}: {len(passed)} rules passed, {len(wrong)} failed")
        problems += [f"{rows.name}: {rule}" for rule in wrong]
        if len(passed) < LEAST_PASSED:
            problems.append(f"{rows.name}: only {len(passed)} rules were looked at")
    problems += [f"{rule} does not fail any more: strike it here and in docs/focus.md" for rule in WRONG_IN_VALIDATOR - seen]
    for (column, _), (_, failed) in zip(wrong_values, verdicts[len(files):]):
        if not unexpected(failed):
            problems.append(f"a wrong {column} is not found")
    print("\n".join(problems) or f"{len(files)} passed, 0 failed")
    sys.exit(1 if problems else 0)


main()
