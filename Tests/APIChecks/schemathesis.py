#!/usr/bin/env python3
"""Lets schemathesis try the API of a running service, and fails on any finding.

    schemathesis.py ROLLBOOK [--seconds 300] [--seed N] [--keep FOLDER]

It makes a virtual environment with schemathesis from PyPI (or skips, with a sentence, if PyPI is
not reached), starts a sandbox and a service with a made-up company, and runs all checks, the
stateful ones included, against /api/v1/openapi.json; then it asks for what no schema describes. Each
operation must have succeeded at least once, and shown each error that it declares. Afterwards the service must still answer, end at
SIGTERM with status 0, and leave a ledger that `verify --full` finds sound.
"""

import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.request

from company import Company
from failures import Failures
from refusals import Refusals

VERSION = "4.32.5"
ROLES = ["administrator", "auditor", "keeper", "client"]
HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1] / ".build" / "api-check"


def schemathesis():
    """The path of the program; None if it cannot be installed."""
    program = HOME / "venv" / "bin" / "schemathesis"
    if program.exists():
        return program
    HOME.mkdir(parents=True, exist_ok=True)
    made = subprocess.run([sys.executable, "-m", "venv", HOME / "venv"])
    if made.returncode != 0:
        print("Skipped: python3 cannot make a virtual environment (Debian: python3-venv).")
        return None
    pip = HOME / "venv" / "bin" / "pip"
    wanted = ["install", "--quiet", "--disable-pip-version-check", f"schemathesis=={VERSION}"]
    if subprocess.run([pip, *wanted]).returncode != 0:
        print("Skipped: schemathesis cannot be installed; PyPI was not reached.")
        return None
    return program


def document(url, token):
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{url}/api/v1/openapi.json", headers=headers)
    return json.load(urllib.request.urlopen(request))


def statuses(report):
    """By method and path, how often each status was seen."""
    seen = collections.defaultdict(collections.Counter)
    for file in report.glob("ndjson-*"):
        for line in file.open(encoding="utf-8"):
            recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
            for case, interaction in recorder.get("interactions", {}).items():
                operation = recorder["cases"][case]["value"]
                response = interaction.get("response") or {}
                key = operation["method"], operation["path"]
                seen[key][str(response.get("status_code", "none"))] += 1
    return seen


def coverage(document, seen):
    """Prints what was reached; the number of operations that never succeeded, or lack a declared error."""
    missed, unseen = 0, collections.defaultdict(list)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found = seen[method.upper(), path]
            counts = ", ".join(f"{status}: {found[status]}" for status in sorted(found))
            print(f"  {method.upper():6} {path:40} {counts}")
            if not any(status.startswith("2") for status in found):
                print(f"It never succeeded: {operation['operationId']}.")
                missed += 1
            for status in operation["responses"]:
                if not found[status]:
                    unseen[status].append(operation["operationId"])
    missed += sum(len(operations) for status, operations in unseen.items() if status >= "4")
    for status, operations in sorted(unseen.items()):
        names = ", ".join(operations) if len(operations) < 12 else f"{len(operations)} operations"
        print(f"Declared, and not seen: {status} of {names}")
    return missed


def check(company, program, options):
    """The number of things that are wrong."""
    company.share_name()
    company.fill()
    company.propose()
    url = company.serve()
    # schemathesis.toml says which operation takes which.
    tokens = {role: company.token(role) for role in ROLES}
    report = company.folder / "report"
    words = [
        program, "--config-file", HERE / "schemathesis.toml", "run", f"{url}/api/v1/openapi.json",
        # DELETE asks a job to stop; the job, with what it did, stays there to be read.
        "--checks", "all", "--exclude-checks", "use_after_free",
        "--phases", "examples,coverage,fuzzing,stateful",
        "--max-time", str(options.seconds), "--continue-on-failure", "--request-timeout", "60",
        "--output-truncate", "false", "--no-color",
        "--report", "ndjson,junit", "--report-dir", report,
    ]
    if options.seed is not None:
        words += ["--seed", str(options.seed)]
    variables = {f"TOKEN_{role.upper()}": token for role, token in tokens.items()}
    done = subprocess.run(words, cwd=company.folder, env=os.environ | variables)
    wrong = 1 if done.returncode != 0 else 0
    seen = statuses(report)
    described = document(url, tokens["administrator"])
    # schemathesis leaves out the operation that has its schema.
    seen["GET", "/openapi.json"]["200"] += 1
    refusals = Refusals(url, described, tokens, seen)
    wrong += refusals.run(company)
    if company.service.poll() is not None:
        print(f"The service ended with status {company.service.returncode}.")
        return wrong + 1
    status = pathlib.Path(f"/proc/{company.service.pid}/status").read_text()
    print("The service's largest memory:", status.split("VmHWM:")[1].split("\n")[0].strip())
    failures = Failures(refusals, described, company)
    failures.run()
    wrong += refusals.wrong + coverage(described, seen)
    verdict = company.run("verify", "--full", "--format", "json")
    if json.loads(verdict)["verdict"] != "sound":
        print("The ledger is not sound:", verdict)
        wrong += 1
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rollbook")
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--keep", help="a folder that is kept, with the service's log")
    options = parser.parse_args()
    rollbook = shutil.which(options.rollbook)
    if rollbook is None:
        raise SystemExit(f"There is no program {options.rollbook}.")
    program = schemathesis()
    if program is None:
        return 0
    folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="rollbook-api-"))
    folder.mkdir(parents=True, exist_ok=True)
    company = Company(os.path.abspath(rollbook), folder.resolve())
    try:
        wrong = check(company, program, options)
    finally:
        company.stop()
        company.log.close()
    if wrong:
        print(f"The service's log is in {folder}.")
    elif options.keep is None:
        shutil.rmtree(folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
