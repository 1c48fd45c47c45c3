#!/usr/bin/env python3
"""Lets Prometheus's promtool check what a running service says under /metrics: metrics.py ROLLBOOK

It is skipped, with a sentence, if there is no promtool (Debian: prometheus).
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from company import Company


def read(url, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        return error.read()


def main():
    promtool = shutil.which("promtool")
    if promtool is None:
        print("Skipped: there is no promtool here (Debian: prometheus).")
        return 0
    folder = tempfile.TemporaryDirectory(prefix="rollbook-metrics-")
    company = Company(os.path.abspath(sys.argv[1]), pathlib.Path(folder.name))
    try:
        company.fill()
        url = company.serve()
        token = company.token("auditor")
        # Each kind of response is counted: found, not found, refused.
        for path in ["people", "cells?limit=2", "status", "people/dingtalk/nobody", "none"]:
            read(f"{url}/api/v1/{path}", token)
        read(f"{url}/api/v1/people")
        text = read(company.places["metrics"] + "/metrics")
    finally:
        company.stop()
        company.log.close()
    names = {line.split()[2] for line in text.decode().splitlines() if line.startswith("# TYPE")}
    print(f"{len(names)} metrics:", ", ".join(sorted(names)))
    # What promtool says of style counts, too.
    done = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True)
    sys.stdout.write((done.stdout + done.stderr).decode())
    return 1 if done.returncode != 0 or not names else 0


if __name__ == "__main__":
    sys.exit(main())
