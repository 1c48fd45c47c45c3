#!/usr/bin/env python3
"""Lets schemathesis try the API of a running service, and fails on any finding.

    schemathesis.py ROLLBOOK [--seconds 300] [--role administrator] [--seed N] [--keep FOLDER]

It makes a virtual environment with schemathesis from PyPI (or skips, with a sentence, if PyPI is
not reached), starts a sandbox and a service with a made-up company, and runs all checks, the
stateful ones included, against /api/v1/openapi.json. Afterwards the service must still answer, end
at SIGTERM with status 0, and leave a ledger that `verify --full` finds sound.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from company import Company

VERSION = "4.32.5"
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


def check(company, program, options):
    """The number of things that are wrong."""
    company.fill()
    url = company.serve()
    token = company.token(options.role)
    words = [
        program, "--config-file", HERE / "schemathesis.toml", "run", f"{url}/api/v1/openapi.json",
        "--header", f"Authorization: Bearer {token}",
        "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful",
        "--max-time", str(options.seconds), "--continue-on-failure", "--request-timeout", "60",
        "--output-truncate", "false", "--no-color",
        "--report", "ndjson,junit", "--report-dir", company.folder / "report",
    ]
    if options.seed is not None:
        words += ["--seed", str(options.seed)]
    wrong = 1 if subprocess.run(words, cwd=company.folder).returncode != 0 else 0
    if company.service.poll() is not None:
        print(f"The service ended with status {company.service.returncode}.")
        return wrong + 1
    status = pathlib.Path(f"/proc/{company.service.pid}/status").read_text()
    print("The service's largest memory:", status.split("VmHWM:")[1].split("\n")[0].strip())
    _, ended = company.stop()
    if ended != 0:
        print(f"At SIGTERM the service ended with status {ended}.")
        wrong += 1
    verdict = company.run("verify", "--full", "--format", "json")
    if json.loads(verdict)["verdict"] != "sound":
        print("The ledger is not sound:", verdict)
        wrong += 1
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rollbook")
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--role", default="administrator")
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
