"""A person at a browser of their own, and what is expected of each page that they see."""

import json
import pathlib
import shutil
import time
import urllib.request

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


def axe():
    """The script of axe-core."""
    import axe_selenium_python
    folder = pathlib.Path(axe_selenium_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")


class Reader:
    """A person at a browser of their own."""

    def __init__(self, company, url, name, role, language, width, keep):
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
        self.company, self.url, self.name, self.role, self.keep = company, url, name, role, keep
        self.language, self.width, self.findings, self.pictures = language, width, [], 0

    def expect(self, truth, sentence):
        if not truth:
            place = f"{self.language}, {self.width} px, {self.browser.current_url}"
            self.findings.append(f"{sentence} ({place})")

    def look(self, name, is_refusal=False):
        """Judges the page that is open; Chromium itself notes the status of a refusal."""
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
            if "favicon" not in line["message"] and not is_refusal:
                self.expect(False, f"{name}: {line['message'][:200]}")
        if self.keep:
            self.pictures += 1
            file = f"{self.language}-{self.width}-{self.role}-{self.pictures:02}-{name}.png"
            place = self.keep / file
            browser.save_screenshot(str(place))

    def all(self, selector):
        from selenium.webdriver.common.by import By
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        if not found:
            page = self.all("main")[0].text[:300] if self.all("main") else "nothing"
            raise AssertionError(f"no {selector} at {self.browser.current_url}, which has: {page}")
        return found[0]

    def link(self, end):
        """Follows the link whose address ends so."""
        self.press(f'main a[href$="{end}"], nav a[href$="{end}"]')

    def press(self, selector):
        """Presses a link or a button, and waits for the page behind it."""
        self.mark()
        self.one(selector).click()
        self.wait()

    def go(self, path):
        self.browser.get(self.url + path)

    def text(self):
        return self.one("main").text

    def shows(self, *texts):
        for text in texts:
            self.expect(text in self.text(), f"the page lacks {text}")

    def lacks(self, *texts):
        for text in texts:
            self.expect(text not in self.text(), f"the page has {text}")

    def invitation(self):
        """A new link with which the person signs in."""
        words = ["sign-in-link", "--as", self.name, "--role", self.role, "--format", "json"]
        return json.loads(self.company.run(*words))["link"]

    def sign_in(self):
        """Signs in without looking at the pages of it."""
        self.browser.get(self.invitation())
        self.press("main button")

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

    def send(self, **fields):
        """Fills the form of an action, and sends it by the key that ends a line: no mouse is needed."""
        from selenium.webdriver.common.keys import Keys
        fields["reason"] = fields.get("reason", "") + Keys.ENTER
        self.fill(**fields)
        self.wait()

    def ask(self, **fields):
        """Fills the form of a reading, and sends it."""
        from selenium.webdriver.common.keys import Keys
        self.mark()
        for name, text in fields.items():
            field = self.one(f'main form.ask [name="{name}"]')
            if field.tag_name == "select":
                field.find_element("css selector", f'option[value="{text}"]').click()
            else:
                field.clear()
                field.send_keys(text)
        if field.tag_name == "select":
            self.one("main form.ask button").click()
        else:
            field.send_keys(Keys.ENTER)
        self.wait()

    def number(self, kind):
        """The number that the page's first link to a thing of a kind ends with."""
        return self.one(f'main a[href^="/{kind}/"]').get_attribute("href").split("/")[-1].split("?")[0]

    def focus(self):
        return self.browser.switch_to.active_element

    def tab_to(self, wanted):
        """Presses Tab until what has the focus is wanted."""
        from selenium.webdriver.common.keys import Keys
        for _ in range(200):
            self.focus().send_keys(Keys.TAB)
            if wanted(self.focus()):
                return self.focus()
        raise AssertionError(f"the keyboard does not reach it at {self.browser.current_url}")

    def fetch(self, path):
        """What the browser would save of an address, in bytes."""
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in self.browser.get_cookies())
        request = urllib.request.Request(self.url + path, headers={"Cookie": cookies})
        return urllib.request.urlopen(request).read()

    def download(self, selector):
        """The text of the file that a link leads to."""
        return self.fetch(self.one(selector).get_attribute("href").removeprefix(self.url)).decode()
