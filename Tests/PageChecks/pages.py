#!/usr/bin/env python3
"""Lets Chromium read the pages of a running service as people do, and fails on any finding.

    pages.py ROLLBOOK [--keep FOLDER]

It makes a virtual environment with selenium and axe-core from PyPI and drives Debian's chromium through
its chromium-driver; it is skipped, with a sentence, if one of them is not there. A person signs in with
a link, finds somebody by a part of a name, and reads the sheet, the history, an earlier moment and a
report, in Chinese and in English, on a wide and on a narrow screen, and by keyboard. An administrator
uploads a change file, reads its plan, carries it out, watches the job and rolls the batch back. What one
person proposes under a rule another approves, in a browser of their own: a push, and the erasure of a
person. An auditor reveals a masked value. axe-core judges each page. One person of the company has hostile texts. --keep FOLDER keeps a
picture of each page.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1] / ".build" / "page-check"
VERSION = "4.51.0"
# It brings axe-core, which judges whether everybody can use a page.
AXE_VERSION = "2.1.6"
sys.path.insert(0, str(HERE.parent / "APIChecks"))

HOSTILE = [
    '<script>document.title="x"</script>', '"><img src=x onerror=alert(1)>',
    '"\u0301 onfocus=alert(1) autofocus x="', "</bdi></dd></main><h1 id=foreign>", "\u202efdp.exe\u202c",
    "'\u0338><svg onload=alert(1)>",
]
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
# What a page of the service may have: no script, no picture, no frame, no handler.
FOREIGN = """
return [...document.querySelectorAll('*')].filter(e =>
  ['SCRIPT','IMG','IFRAME','OBJECT','EMBED','STYLE','BASE'].includes(e.tagName) || e.id === 'foreign' ||
  [...e.attributes].some(a => /^on|^style$|^srcdoc$/.test(a.name) ||
    (/^(href|action)$/.test(a.name) && !/^[/#]/.test(a.value)))
).map(e => e.outerHTML.slice(0, 200))
"""
# What axe-core finds that keeps people from using the page. Its rule `dlitem` is older than the groups of
# dt and dd in a div that HTML has since.
AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations'], rules: {dlitem: {enabled: false}}}).then(result => done(
  result.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v =>
    v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3).join(' ')
  )
))
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


def axe():
    """The script of axe-core."""
    import axe_selenium_python
    folder = pathlib.Path(axe_selenium_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")


class Reader:
    """A person at a browser of their own."""

    def __init__(self, company, url, language, width, keep):
        from selenium import webdriver
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        words = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--accept-lang={language}"]
        for word in words:
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        self.browser = webdriver.Chrome(options=options, service=service)
        self.browser.implicitly_wait(5)
        self.browser.set_window_size(width, 900)
        self.browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        self.axe = axe()
        self.company, self.url, self.keep = company, url, keep
        self.language, self.width, self.findings, self.pictures = language, width, [], 0

    def expect(self, truth, sentence):
        if not truth:
            place = f"{self.language}, {self.width} px, {self.browser.current_url}"
            self.findings.append(f"{sentence} ({place})")

    def look(self, name):
        """Judges the page that is open."""
        browser = self.browser
        self.expect(not browser.execute_script(FOREIGN), f"{name} has a foreign element")
        self.expect(browser.title.endswith("· Rollbook"), f"{name} has the title {browser.title}")
        self.expect(len(self.all("main h1")) == 1, f"{name} has not one heading")
        lang = "zh-CN" if self.language == "zh" else "en"
        self.expect(self.one("html").get_attribute("lang") == lang, f"{name} is not in {lang}")
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        self.expect(wide <= self.width, f"{name} is {wide} px wide")
        unlabeled = browser.execute_script(
            "return [...document.querySelectorAll('input:not([type=hidden]),select,textarea')]"
            ".filter(e => !e.labels.length).length"
        )
        self.expect(unlabeled == 0, f"{name} has {unlabeled} fields without a label")
        browser.execute_script(self.axe)
        for violation in browser.execute_async_script(AXE):
            self.expect(False, f"{name}: {violation}")
        for line in browser.get_log("browser"):
            if "favicon" not in line["message"]:
                self.expect(False, f"{name}: {line['message'][:200]}")
        if self.keep:
            self.pictures += 1
            place = self.keep / f"{self.language}-{self.width}-{self.pictures:02}-{name}.png"
            browser.save_screenshot(str(place))

    def all(self, selector):
        from selenium.webdriver.common.by import By
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        if not found:
            raise AssertionError(f"no {selector} at {self.browser.current_url}")
        return found[0]

    def link(self, end):
        """Follows the link whose address ends so."""
        self.one(f'main a[href$="{end}"], nav a[href$="{end}"]').click()

    def go(self, path):
        self.browser.get(self.url + path)

    def sign_in(self):
        words = ["sign-in-link", "--as", "王敏", "--role", "auditor", "--format", "json"]
        link = json.loads(self.company.run(*words))["link"]
        self.go("/people")
        self.look("how to sign in")
        # Twice: looking at a link does not use it up.
        for _ in range(2):
            self.browser.get(link)
        self.look("link")
        self.one("main button").click()
        self.expect(self.browser.current_url == self.url + "/", "signing in leads to the start page")
        self.look("overview")
        self.browser.get(link)
        self.one("main button").click()
        self.expect("linkUsed" in self.one("main p.facts").text, "a link works twice")
        self.browser.get_log("browser")
        self.go("/")

    def find(self, person):
        """Looks for a person by a part of their name, and opens their sheet."""
        self.link("/people")
        self.one('input[name="q"]').send_keys(person["name"][1:] + "\n")
        self.look("search")
        self.expect(len(self.all("tbody tr")) >= 1, "the search finds nobody")
        self.link("/" + person["user"])
        self.expect(person["name"] in self.one("h1").text, "the sheet has no name")
        self.look("sheet")
        self.one("details.code summary").click()
        self.expect(self.one("details.code code").is_displayed(), "a code does not open")

    def history(self, person):
        self.link("/history")
        self.look("history")
        text = self.one("main").text
        self.expect("北京市海淀区" in text, "the history lacks the written value")
        self.link("/blame")
        self.look("origin")
        self.go(f"/people/dingtalk/{person['user']}?as-of={person['before']}")
        self.look("earlier")
        self.expect("北京市海淀区" not in self.one("main").text, "the earlier sheet has a later value")

    def others(self):
        for name, path in [
            ("changes", "/changes"), ("compare", "/compare?from=entry:10&to=now"),
            ("drift", "/drift"), ("accesses", "/accesses"),
            ("operations", "/operations"), ("operation", "/operations/1"),
            ("batches", "/batches"), ("batch", "/batches/3"), ("reports", "/reports"),
            ("report", "/reports/field-changes"), ("proof", "/proof"), ("refusal", "/batches/999"),
            ("person-file", "/reports/person-file"), ("settings", "/settings"),
            ("verify-form", "/proof/verify"), ("initials", "/people?q=yj"), ("by-outside", "/changes?by=outside"),
        ]:
            self.go(path)
            self.browser.get_log("browser") if name == "refusal" else None
            self.look(name)

    def hostile(self, user):
        for path in ["", "/history", "/blame"]:
            self.go(f"/people/dingtalk/{user}{path}")
            self.look("hostile" + path.replace("/", "-"))
        for path in ["/changes", "/compare?from=entry:10&to=now", "/drift", "/batches/4"]:
            self.go(path)
            self.look("hostile" + path.split("?")[0].replace("/", "-"))
        text = self.one("main").text
        self.expect("<script>" in text, "the hostile text is not shown")
        self.expect("‹U+202E›" in text, "the mark of direction is not shown")

    def reveal(self, person):
        """Reveals a masked value for a purpose, which is then among those who looked at the person."""
        from selenium.webdriver.common.keys import Keys
        purpose = f"核对证件 {self.language}{self.width}{HOSTILE[0]}"
        self.go(f"/people/dingtalk/{person['user']}")
        self.one('main a[href*="/reveal"]').click()
        self.look("reveal-form")
        self.one('main [name="purpose"]').send_keys(purpose + Keys.ENTER)
        self.look("revealed")
        self.expect(purpose in self.one("main").text, "the purpose is not said")
        for name, path in [
            ("looked-at", f"/people/dingtalk/{person['user']}/accesses?since=-1m"),
            ("reveals", "/reports/reveals"),
        ]:
            self.go(path)
            self.look(name)
            self.expect(purpose in self.one("main").text, f"{name} lacks the purpose")

    def by_keyboard(self):
        """The first Tab stops at the link past the navigation, and each stop can be seen."""
        from selenium.webdriver.common.keys import Keys
        self.go("/people")
        self.one("body").send_keys(Keys.TAB)
        focus = self.browser.switch_to.active_element
        self.expect(focus.get_attribute("class") == "skip", "the first stop is not the skip link")
        focus.send_keys(Keys.ENTER)
        self.expect(self.browser.current_url.endswith("#main"), "the skip link does not skip")

    def begin_as(self, role, name="王敏"):
        """Signs in without looking at the pages of it."""
        words = ["sign-in-link", "--as", name, "--role", role, "--format", "json"]
        self.browser.get(json.loads(self.company.run(*words))["link"])
        self.one("main button").click()

    def mark(self):
        """Marks the page that is open, so that one knows when another is there."""
        self.browser.execute_script("window.isOld = true")

    def wait(self):
        """Waits until another page than the marked one is there, without a job under way."""
        from selenium.common.exceptions import StaleElementReferenceException
        for _ in range(600):
            try:
                if self.browser.execute_script(
                    "return !window.isOld && document.readyState === 'complete'"
                    " && !document.querySelector('progress')"
                ):
                    return
            except StaleElementReferenceException:
                pass
            time.sleep(0.1)
        raise AssertionError(f"the job at {self.browser.current_url} does not end")

    def confirm(self):
        self.mark()
        self.one("section.confirm button").click()

    def fill(self, **fields):
        self.mark()
        for name, text in fields.items():
            self.one(f'main form.do [name="{name}"]').send_keys(text)

    def change(self, person):
        """Uploads a file, reads its plan, carries it out, watches it, and rolls it back."""
        from selenium.webdriver.common.keys import Keys
        self.begin_as("administrator")
        self.link("/pushes/new")
        self.look("push-form")
        value = f"上海市{self.language}{self.width}路<b>"
        file = self.company.folder / "<b>搬家&amp;.csv"
        rows = f'用户,住址\n{person["user"]},{quoted(value)}\n{quoted(HOSTILE[1])},x\n'
        file.write_text(rows, encoding="utf-8")
        self.fill(file=str(file), ticket=HOSTILE[1])
        self.one("[name=skipBad]").click()
        # The key that ends a line sends the form, so a mouse is not needed.
        self.fill(reason=HOSTILE[0] + Keys.ENTER)
        self.wait()
        self.look("push-plan")
        text = self.one("main").text
        for part in [value, person["name"], file.name, HOSTILE[0]]:
            self.expect(part in text, f"the plan lacks {part}")
        self.confirm()
        self.look("push-running")
        self.wait()
        self.look("push-done")
        batch = self.one('main a[href^="/batches/"]').get_attribute("href").split("/")[-1]
        self.go(f"/batches/{batch}")
        self.look("pushed-batch")
        self.expect(value in self.one("main").text, "the batch lacks the written value")
        self.link(f"/batches/{batch}/rollback")
        self.look("rollback-form")
        self.fill(reason="文件有误" + Keys.ENTER)
        self.wait()
        self.look("rollback-plan")
        self.confirm()
        self.wait()
        self.look("rollback-done")
        self.go(f"/people/dingtalk/{person['user']}")
        self.expect(value not in self.one("main").text, "the value is still there")

    def other_acts(self, person):
        """Fetches one person, and looks at the forms that are not sent."""
        self.link("/fetch")
        self.look("fetch-form")
        self.mark()
        self.one("form.do button").click()
        self.wait()
        self.look("fetched")
        stop = "/" + self.browser.current_url.split("/", 3)[3] + "/stop"
        for name, path in [
            ("hold-form", f"/people/dingtalk/{person['user']}/hold"), ("stop-form", stop),
            ("replay-form", "/batches/3/replay"), ("settle-form", "/batches/3/settle"),
            ("jobs", "/jobs"), ("operations-acts", "/operations"), ("no-plan", "/plans/none"),
        ]:
            self.go(path)
            self.browser.get_log("browser") if name == "no-plan" else None
            self.look(name)
        self.go("/me")
        self.one("main button").click()

    def propose(self, person):
        """Pastes a table under a rule, and is led to the proposal, which one may not approve oneself."""
        from selenium.webdriver.common.keys import Keys
        self.begin_as("administrator", "张伟")
        self.link("/pushes/new")
        value = quoted(f"{self.language}{self.width}审批{HOSTILE[0]}")
        self.fill(pasted=f"用户,备注\n{person['user']},{value}")
        self.fill(reason="需要审批" + HOSTILE[1] + Keys.ENTER)
        self.wait()
        self.confirm()
        self.wait()
        self.look("proposed")
        self.one('main a[href^="/proposals/"]').click()
        self.look("proposal")
        proposal = self.browser.current_url.rsplit("/", 1)[1]
        self.decide(proposal, "approve", "我自己批准")
        self.look("own-proposal")
        self.expect("ownProposal" in self.one("main").text, "one's own proposal can be approved")
        return proposal

    def decide(self, proposal, action, reason):
        from selenium.webdriver.common.keys import Keys
        self.go(f"/proposals/{proposal}/{action}")
        self.look(f"{action}-form")
        self.fill(reason=reason + Keys.ENTER)
        self.wait()

    def approve(self, proposal):
        """Another person finds the proposal on their start page, and approves it."""
        self.begin_as("approver", "李娜")
        self.look("approver-overview")
        self.link("/proposals/" + proposal)
        self.decide(proposal, "approve", "已核对")
        self.look("approved")
        self.link("/proposals")
        self.look("proposals")
        self.go("/people")
        self.expect("roleMissing" in self.one("main").text, "an approver reads people")
        self.browser.get_log("browser")

    def apply(self, proposal, person):
        self.decide(proposal, "apply", "已批准")
        self.look("applied")
        self.go(f"/proposals/{proposal}")
        self.look("applied-proposal")
        self.go(f"/people/dingtalk/{person['user']}")
        value = f"{self.language}{self.width}审批"
        self.expect(value in self.one("main").text, "the approved value is not there")

    def erase(self, person):
        """Proposes the erasure of a person from their page, having seen what would go."""
        from selenium.webdriver.common.keys import Keys
        self.go(f"/people/dingtalk/{person['user']}")
        self.link("/erase")
        self.look("erase-form")
        self.fill(reason=HOSTILE[1] + Keys.ENTER)
        self.wait()
        self.look("erase-plan")
        self.confirm()
        self.wait()
        self.look("erase-proposed")
        self.one('main a[href^="/proposals/"]').click()
        self.look("erase-proposal")
        return self.browser.current_url.rsplit("/", 1)[1]

    def erased(self, proposal, person):
        self.decide(proposal, "apply", "已批准")
        self.look("erase-applied")
        self.go(f"/proposals/{proposal}")
        self.look("erased-proposal")
        self.expect(person["user"] not in self.one("main").text, "the proposal names the erased person")
        self.go(f"/people/dingtalk/{person['user']}")
        self.expect("userErased" in self.one("main").text, "the person is not erased")
        self.browser.get_log("browser")

    def sign_out(self):
        self.go("/me")
        self.look("me")
        self.one("main button").click()
        self.go("/people")
        self.expect(self.browser.current_url.startswith(self.url + "/sign-in"), "the session goes on")


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
    log = json.loads(company.run("log", "--operation", str(batches[0]["operation"]), "--format", "json"))
    person = {"name": first["person"], "user": first["user"], "before": log[0]["entry"]}
    return person, second["user"], people[2:]


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def check(rollbook, keep):
    from company import Company
    folder = tempfile.TemporaryDirectory(prefix="rollbook-pages-")
    company = Company(rollbook, pathlib.Path(folder.name))
    findings = []
    try:
        person, stranger, leaving = prepare(company)
        (company.folder / "rollbook.yaml").write_text(RULES, encoding="utf-8")
        url = company.serve()
        for language, width in [("zh", 1280), ("en", 1280), ("zh", 390), ("en", 390)]:
            reader = Reader(company, url, language, width, keep)
            other = Reader(company, url, language, width, keep and keep / "other")
            try:
                reader.sign_in()
                reader.find(person)
                reader.history(person)
                reader.others()
                reader.hostile(stranger)
                reader.reveal(person)
                reader.by_keyboard()
                reader.sign_out()
                reader.change(person)
                reader.other_acts(person)
                proposal = reader.propose(person)
                other.approve(proposal)
                reader.apply(proposal, person)
                gone = leaving.pop()
                proposal = reader.erase(gone)
                other.approve(proposal)
                reader.erased(proposal, gone)
            except Exception as error:
                reader.findings.append(f"{language}, {width} px: {type(error).__name__} {error}")
            finally:
                reader.browser.quit()
                other.browser.quit()
            found = reader.findings + other.findings
            findings += found
            print(f"{language}, {width} px: {len(found)} findings")
    finally:
        company.stop()
        company.log.close()
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rollbook")
    parser.add_argument("--keep", type=pathlib.Path)
    options = parser.parse_args()
    if "ROLLBOOK_PAGE_CHECK" not in os.environ:
        python = environment()
        if python is None:
            return 0
        words = [python, __file__, *sys.argv[1:]]
        return subprocess.run(words, env=os.environ | {"ROLLBOOK_PAGE_CHECK": "1"}).returncode
    if options.keep:
        (options.keep / "other").mkdir(parents=True, exist_ok=True)
        options.keep = options.keep.resolve()
    return check(os.path.abspath(options.rollbook), options.keep)


if __name__ == "__main__":
    sys.exit(main())
