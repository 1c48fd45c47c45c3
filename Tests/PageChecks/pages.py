#!/usr/bin/env python3
"""Lets Chromium use the pages of a running service as people do, and fails on any finding.

    pages.py ROLLBOOK [--keep FOLDER] [--only zh-390]

It makes a virtual environment with selenium and axe-core from PyPI and drives Debian's chromium through
its chromium-driver; it is skipped, with a sentence, if one of them is not there. An auditor, an administrator
and an approver, each at a browser of their own, live through the stories of reading.py and doing.py, in Chinese and in
English, on a wide and on a narrow screen. Each page is judged by axe-core, and by what reader.py expects of
every page. One person of the company has hostile texts.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1] / ".build" / "page-check"
VERSION = "4.51.0"
# It brings axe-core, which judges whether everybody can use a page.
AXE_VERSION = "2.1.6"
sys.path.insert(0, str(HERE.parent / "APIChecks"))

from doing import DECIDING, DOING
from reader import Reader
from reading import READING
from stories import HOSTILE, quoted

# Who proposes and who approves; the other stories write no field of the rule.
RULES = """
classes: { private: [sys02-address] }
people:
  - { name: 张伟, role: administrator }
  - { name: 李娜, role: approver, approves: [approver] }
  - { name: 王敏, role: auditor, approves: [approver] }
approval:
  rules:
    - { for: [push], fields: [sys00-remark], needs: [approver] }
    - { for: [erase, release], needs: [approver], fresh: 15m }
"""


def environment():
    """The Python that has selenium; None, with a sentence, if it cannot be there."""
    for program in ["chromium", "chromedriver"]:
        if shutil.which(program) is None:
            print(f"Skipped: there is no {program} here (Debian: chromium, chromium-driver).")
            return None
    python = HOME / "venv" / "bin" / "python"
    if not python.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        if subprocess.run([sys.executable, "-m", "venv", HOME / "venv"]).returncode != 0:
            print("Skipped: python3 cannot make a virtual environment (Debian: python3-venv).")
            return None
    wanted = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted += [f"selenium=={VERSION}", f"axe-selenium-python=={AXE_VERSION}"]
    if subprocess.run([python, *wanted]).returncode != 0:
        print("Skipped: selenium cannot be installed; PyPI was not reached.")
        return None
    return python


class Scene:
    """The people of the stories, each at a browser of their own, and what one story leaves to the next."""

    def __init__(self, company, url, language, width, keep, prepared):
        self.company, self.url = company, url
        self.person, self.stranger, self.hostile_batch, self.leaving = prepared
        self.readers = [
            Reader(company, url, name, role, language, width, keep)
            for name, role in [("王敏", "auditor"), ("张伟", "administrator"), ("李娜", "approver")]
        ]
        self.auditor, self.administrator, self.approver = self.readers
        self.place = f"{language}, {width} px"

    def tell(self, stories):
        """Tells stories; returns what was found wrong."""
        findings = []
        for story in stories:
            title = story.__doc__.splitlines()[0]
            try:
                story(self)
            except Exception as error:
                findings.append(f"{self.place}: {title} {type(error).__name__}: {error}")
                self.outside("faults?set=none")
            for reader in self.readers:
                findings += [f"{title} {finding}" for finding in reader.findings]
                reader.findings.clear()
            print(f"{'✘' if findings and title in findings[-1] else '✔'} {self.place}: {title}", flush=True)
        return findings

    def outside(self, path):
        """Changes how DingTalk behaves."""
        self.company.outside(path)

    def push(self, field, value, reason, name, kind):
        """Pastes one value of the person, carries the plan out, and returns the number of what it made."""
        admin = self.administrator
        admin.go("/pushes/new")
        admin.send(pasted=f"用户,{field}\n{self.person['user']},{quoted(value)}", reason=reason)
        admin.look(name + "-plan")
        admin.confirm()
        admin.wait()
        admin.look(name)
        return admin.number(kind)

    def propose(self, value, reason):
        """Proposes a remark of the person, and returns the proposal's number."""
        return self.push("备注", value, reason, "proposed", "proposals")

    def verdict(self, archive, key):
        """The exit code of `verify-bundle` on evidence."""
        folder = self.company.folder / "evidence"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        words = [self.company.rollbook, "verify-bundle", folder / "evidence", "--key", key]
        return subprocess.run(words, stdout=self.company.log, stderr=self.company.log).returncode

    def close(self):
        for reader in self.readers:
            reader.browser.quit()


def prepare(company):
    """A company with a pushed address, and a person with hostile texts."""
    company.fill()
    people = json.loads(company.run("people", "--format", "json"))
    first, second = people[0], people[1]
    fields = ["住址", "备注", "英文名"]
    rows = [f'{second["user"]},' + ",".join(quoted(text) for text in HOSTILE[:3])]
    table = "用户," + ",".join(fields) + "\n" + "\n".join(rows) + "\n"
    (company.folder / "hostile.csv").write_text(table, encoding="utf-8")
    words = ["push", "hostile.csv", "--to", "dingtalk", "--yes", "--skip-bad"]
    words += ["--reason", HOSTILE[0] + HOSTILE[4], "--ticket", HOSTILE[1]]
    # Some of its rows may be refused, which the exit code says; the pages show them all the same.
    subprocess.run(
        [company.rollbook, *words], cwd=company.folder, env=company.environment,
        stdout=company.log, stderr=company.log,
    )
    batches = json.loads(company.run("batches", "--format", "json"))
    person = {
        "name": first["person"], "user": first["user"], "number": first["jobNumber"], "initials": "yj",
        "department": first["department"], "batch": batches[0]["operation"],
    }
    return person, second["user"], batches[-1]["operation"], people[2:]


def check(rollbook, options):
    from company import Company
    folder = tempfile.TemporaryDirectory(prefix="rollbook-pages-")
    company = Company(rollbook, pathlib.Path(folder.name))
    findings = []
    try:
        prepared = prepare(company)
        (company.folder / "rollbook.yaml").write_text(RULES, encoding="utf-8")
        url = company.serve()
        for language, width in [("zh", 1280), ("en", 1280), ("zh", 390), ("en", 390)]:
            if options.only not in ("", f"{language}-{width}"):
                continue
            scene = Scene(company, url, language, width, options.keep, prepared)
            try:
                # The first story of the auditor is how they sign in.
                scene.administrator.sign_in()
                scene.approver.sign_in()
                findings += scene.tell(READING + DOING + DECIDING)
            finally:
                scene.close()
    finally:
        company.stop()
        company.log.close()
    print(f"{len(READING + DOING + DECIDING)} stories, {len(findings)} findings")
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rollbook")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for a picture of each page")
    parser.add_argument("--only", default="", help="one language and width, such as zh-390")
    options = parser.parse_args()
    if "ROLLBOOK_PAGE_CHECK" not in os.environ:
        python = environment()
        if python is None:
            return 0
        words = [python, __file__, *sys.argv[1:]]
        return subprocess.run(words, env=os.environ | {"ROLLBOOK_PAGE_CHECK": "1"}).returncode
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        options.keep = options.keep.resolve()
    return check(os.path.abspath(options.rollbook), options)


if __name__ == "__main__":
    sys.exit(main())
