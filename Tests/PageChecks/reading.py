"""What an auditor reads."""

import urllib.parse

from stories import HOSTILE, story

READING = []


@story(READING)
def sign_in(scene):
    """Somebody signs in with a link, which works once."""
    auditor = scene.auditor
    link = auditor.invitation()
    auditor.go("/people")
    auditor.look("how to sign in")
    # Twice: looking at a link does not use it up.
    for _ in range(2):
        auditor.browser.get(link)
    auditor.look("link")
    auditor.press("main button")
    auditor.expect(auditor.browser.current_url == scene.url + "/", "signing in leads elsewhere")
    auditor.look("overview")
    auditor.browser.get(link)
    auditor.press("main button")
    auditor.shows("linkUsed")
    auditor.look("used-link", is_refusal=True)


@story(READING)
def find(scene):
    """Somebody finds a person by a part of the name, and reads the person's record."""
    auditor, person = scene.auditor, scene.person
    auditor.go("/")
    auditor.link("/people")
    auditor.ask(q=person["name"][1:])
    auditor.look("search")
    auditor.link("/" + person["user"])
    auditor.expect(person["name"] in auditor.one("h1").text, "the record has no name")
    auditor.look("record")
    auditor.one("details.code summary").click()
    auditor.expect(auditor.one("details.code code").is_displayed(), "a code does not open")


@story(READING)
def find_otherwise(scene):
    """Somebody finds a person by initials of pinyin, by job number and by department."""
    auditor, person = scene.auditor, scene.person
    auditor.go("/people")
    for name in ["initials", "number", "department"]:
        auditor.ask(q=person[name])
        auditor.look("found-by-" + name)
        auditor.shows(person["name"])
    auditor.ask(q="无此人无此人")
    auditor.look("found-nobody")
    auditor.lacks(person["name"])


@story(READING)
def history(scene):
    """Somebody reads what an address was before, and where each value comes from."""
    auditor = scene.auditor
    auditor.go(f"/people/dingtalk/{scene.person['user']}")
    auditor.link("/history")
    auditor.look("history")
    auditor.shows("北京市海淀区")
    auditor.link("/blame")
    auditor.look("origin")


@story(READING)
def earlier(scene):
    """Somebody reads a record as it was before a batch, and comes back to now."""
    auditor = scene.auditor
    auditor.go(f"/people/dingtalk/{scene.person['user']}")
    auditor.shows("北京市海淀区")
    auditor.ask(**{"as-of": f"before:batch:{scene.person['batch']}"})
    auditor.look("earlier")
    auditor.lacks("北京市海淀区")
    auditor.press("main p.past a")
    auditor.shows("北京市海淀区")
    auditor.ask(**{"as-of": "昨天或前天"})
    auditor.look("no-such-moment", is_refusal=True)
    auditor.shows("usage")


@story(READING)
def changes(scene):
    """Somebody asks what changed outside Rollbook, and what a batch changed."""
    auditor = scene.auditor
    auditor.go("/")
    auditor.link("/changes")
    auditor.look("changes")
    auditor.expect(auditor.all("main svg"), "the changes have no chart by field")
    auditor.ask(by="outside")
    auditor.look("changes-outside")
    auditor.lacks("北京市海淀区")
    auditor.go("/changes")
    auditor.ask(field="住址")
    auditor.look("changes-of-address")
    auditor.shows("北京市海淀区")


@story(READING)
def compare(scene):
    """Somebody compares two moments."""
    auditor = scene.auditor
    auditor.go("/")
    auditor.link("/compare")
    auditor.look("compare-form")
    auditor.ask(**{"from": f"before:batch:{scene.person['batch']}", "to": "now"})
    auditor.look("compared")
    auditor.shows("北京市海淀区")
    file = auditor.download('main a[href*="format=excel"]')
    auditor.expect(file.startswith("\ufeff") and scene.person["name"] in file, "the file for Excel lacks a name")


@story(READING)
def follow_batch(scene):
    """Somebody goes from the operations to a batch, and from its row to the person."""
    auditor, batch = scene.auditor, scene.person["batch"]
    for path in ["/operations", f"/operations/{batch}", "/batches", "/drift", "/settings", "/jobs"]:
        auditor.go(path)
        auditor.look(path.strip("/").replace("/", "-"))
    auditor.go("/batches")
    auditor.link(f"/batches/{batch}")
    auditor.look("batch")
    auditor.expect(auditor.all("main svg"), "the batch has no chart of its rows")
    auditor.link(scene.person["user"])
    auditor.expect(scene.person["name"] in auditor.one("h1").text, "the row leads elsewhere")
    auditor.go("/batches/999")
    auditor.look("no-such-batch", is_refusal=True)


@story(READING)
def report(scene):
    """Somebody fills the form of a report, and takes the numbers along."""
    auditor = scene.auditor
    auditor.go("/")
    auditor.link("/reports")
    auditor.look("reports")
    auditor.link("/reports/headcount")
    auditor.look("report")
    auditor.go("/reports/person-file")
    auditor.look("report-form")
    auditor.ask(**{"p.user": scene.person["user"]})
    auditor.look("report-of-person")
    auditor.shows(scene.person["name"])
    table = auditor.download('main a[href*="format=csv"]')
    auditor.expect(scene.person["name"] in table, "the file has no name")


@story(READING)
def print_report(scene):
    """Somebody prints a report: the paper has the table, and not the navigation."""
    auditor = scene.auditor
    auditor.go("/reports/headcount")
    auditor.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for part in ["nav", "form"]:
        shown = [one for one in auditor.all(part) if one.is_displayed()]
        auditor.expect(not shown, f"{part} is printed")
    auditor.expect(auditor.one("main table").is_displayed(), "the table is not printed")
    auditor.look("printed")
    auditor.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    paper = auditor.browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    auditor.expect(len(paper["data"]) > 10_000, "the paper is empty")


@story(READING)
def prove(scene):
    """Somebody verifies the log, and takes evidence along that another program accepts."""
    auditor = scene.auditor
    auditor.go("/")
    auditor.link("/proof")
    auditor.look("proof")
    auditor.link("/proof/verify")
    auditor.look("verify-form")
    auditor.press("form.do button")
    auditor.look("verified")
    auditor.shows("完好" if auditor.language == "zh" else "sound")
    auditor.go("/proof")
    key = next(one.text for one in auditor.all("main code") if one.text.startswith("rollbook.local/"))
    purpose = urllib.parse.quote("年度审计")
    verdict = scene.verdict(auditor.fetch(f"/proof/evidence?user={scene.person['user']}&purpose={purpose}"), key)
    auditor.expect(verdict == 0, "the evidence does not verify")


@story(READING)
def hostile(scene):
    """Somebody reads texts that try to be elements, and sees texts."""
    auditor = scene.auditor
    for path in ["", "/history", "/blame"]:
        auditor.go(f"/people/dingtalk/{scene.stranger}{path}")
        auditor.look("hostile" + path.replace("/", "-"))
    for path in ["/changes", "/compare?from=entry:10&to=now", "/drift", f"/batches/{scene.hostile_batch}"]:
        auditor.go(path)
        auditor.look("hostile" + path.split("?")[0].replace("/", "-"))
    auditor.shows("<script>", "‹U+202E›")


@story(READING)
def reveal(scene):
    """Somebody reveals a masked value, having said for what."""
    auditor = scene.auditor
    scene.purpose = f"核对证件 {auditor.language}{auditor.width}{HOSTILE[0]}"
    auditor.go(f"/people/dingtalk/{scene.person['user']}")
    auditor.press('main a[href*="/reveal"]')
    auditor.look("reveal-form")
    for name, purpose, is_refusal in [("without-purpose", "1", True), ("revealed", scene.purpose, False)]:
        auditor.mark()
        auditor.one("main form [name=purpose]").send_keys(purpose + "\n")
        auditor.wait()
        auditor.look(name, is_refusal)
    auditor.shows(scene.purpose)


@story(READING)
def who_looked(scene):
    """Somebody sees who looked at a person, and for what."""
    auditor = scene.auditor
    auditor.go(f"/people/dingtalk/{scene.person['user']}")
    auditor.link("/accesses")
    auditor.look("who-looked")
    latest = [row.text for row in auditor.all("main tbody tr")[:10]]
    auditor.expect(any(scene.purpose in row for row in latest), "the list does not begin with the latest")
    auditor.go("/reports/reveals")
    auditor.look("reveals")
    auditor.shows(scene.purpose)
    auditor.go("/accesses")
    auditor.look("accesses")


@story(READING)
def by_keyboard(scene):
    """Somebody finds a person without a mouse; each stop is visible, and the first one skips the navigation."""
    from selenium.webdriver.common.keys import Keys
    auditor, person = scene.auditor, scene.person
    auditor.go("/people")
    auditor.one("body").send_keys(Keys.TAB)
    focus = auditor.focus()
    auditor.expect(focus.get_attribute("class") == "skip", "the first stop is not the skip link")
    focus.send_keys(Keys.ENTER)
    auditor.expect(auditor.browser.current_url.endswith("#main"), "the skip link does not skip")
    auditor.tab_to(lambda one: one.get_attribute("name") == "q").send_keys(person["name"])
    auditor.mark()
    auditor.focus().send_keys(Keys.ENTER)
    auditor.wait()
    link = auditor.tab_to(lambda one: (one.get_attribute("href") or "").endswith("/" + person["user"]))
    outline = link.value_of_css_property("outline-style")
    auditor.expect(outline != "none", "the link with the focus looks as the others do")
    auditor.mark()
    link.send_keys(Keys.ENTER)
    auditor.wait()
    auditor.expect(person["name"] in auditor.one("h1").text, "the keyboard does not reach the record")


@story(READING)
def change_language(scene):
    """Somebody changes the language, and stays where they are."""
    auditor = scene.auditor
    path = f"/people/dingtalk/{scene.person['user']}/history"
    auditor.go(path)
    other = {"zh": "en", "en": "zh"}[auditor.language]
    auditor.press(f'a[href*="lang={other}"]')
    lang = auditor.one("html").get_attribute("lang")
    auditor.expect(lang == {"zh": "zh-CN", "en": "en"}[other], "the language stays")
    auditor.expect(path in auditor.browser.current_url, "another page is there")
    auditor.press(f'a[href*="lang={auditor.language}"]')
    auditor.look("language-again")


@story(READING)
def sign_out(scene):
    """Somebody sees their sessions, and signs out; the way back is closed."""
    auditor = scene.auditor
    auditor.go("/me")
    auditor.look("me")
    auditor.press("main button")
    auditor.browser.back()
    auditor.go("/people")
    auditor.expect(auditor.browser.current_url.startswith(scene.url + "/sign-in"), "the session goes on")
    auditor.sign_in()
