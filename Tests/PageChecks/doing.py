"""What an administrator does, and what two persons decide."""

import urllib.parse

from stories import HOSTILE, quoted, story

DOING, DECIDING = [], []


@story(DOING)
def push(scene):
    """Somebody uploads a change file, reads its plan, carries it out, and watches it."""
    admin, person = scene.administrator, scene.person
    admin.look("overview")
    admin.link("/pushes/new")
    admin.look("push-form")
    scene.value = f"上海市{admin.language}{admin.width}路<b>"
    file = scene.company.folder / "<b>搬家&amp;.csv"
    rows = f'用户,住址\n{person["user"]},{quoted(scene.value)}\n{quoted(HOSTILE[1])},x\n'
    file.write_text(rows, encoding="utf-8")
    admin.one("[name=skipBad]").click()
    admin.send(file=str(file), ticket=HOSTILE[1], reason=HOSTILE[0])
    admin.look("push-plan")
    admin.shows(scene.value, person["name"], file.name, HOSTILE[0])
    admin.confirm()
    admin.look("push-running")
    admin.wait()
    admin.look("push-done")
    scene.batch = admin.number("batches")
    admin.go(f"/batches/{scene.batch}")
    admin.look("pushed-batch")
    admin.shows(scene.value)


@story(DOING)
def roll_back(scene):
    """Somebody takes the batch back, from its page."""
    admin = scene.administrator
    admin.go(f"/batches/{scene.batch}")
    admin.link(f"/batches/{scene.batch}/rollback")
    admin.look("rollback-form")
    admin.send(reason="文件有误")
    admin.look("rollback-plan")
    admin.confirm()
    admin.wait()
    admin.look("rollback-done")
    admin.go(f"/batches/{scene.batch}")
    admin.look("rolled-back-batch")
    admin.expect(len(admin.all("main p.alert a")) == 1, "the batch does not say which one rolled it back")
    admin.go(f"/people/dingtalk/{scene.person['user']}")
    admin.lacks(scene.value)


@story(DOING)
def change_one_value(scene):
    """Somebody changes one value from the page of a person, and corrects what they entered."""
    admin, user = scene.administrator, scene.person["user"]
    value = f"{admin.language}{admin.width}一处"
    admin.go(f"/people/dingtalk/{user}")
    admin.link(f"/people/dingtalk/{user}/edit?field=sys00-workPlace")
    admin.look("edit-form")
    admin.send(value=value, reason="笔误")
    admin.shows(value)
    admin.press('main a[href*="edit?plan="]')
    admin.expect(admin.one("[name=value]").get_attribute("value") == value, "the form is empty")
    admin.send(reason="，已更正")
    admin.look("edit-plan")
    admin.shows("笔误，已更正")
    admin.confirm()
    admin.wait()
    admin.look("edited")
    admin.link(f"/people/dingtalk/{user}")
    admin.shows(value)


@story(DOING)
def rehearse(scene):
    """Somebody rehearses taking a batch back, and nothing happens outside."""
    admin = scene.administrator
    admin.go(f"/batches/{scene.person['batch']}/rehearse")
    admin.look("rehearse-form")
    admin.press("form.do button")
    admin.look("rehearsed")
    admin.go(f"/people/dingtalk/{scene.person['user']}")
    admin.shows("北京市海淀区")


@story(DOING)
def settle(scene):
    """Somebody finds out what became of a row whose call got no response."""
    admin = scene.administrator
    value = f"{admin.language}{admin.width}无回应"
    scene.outside("faults?set=update.dropAfter=1")
    batch = scene.push("办公地点", value, "网络不好", "push-uncertain", "batches")
    scene.outside("faults?set=none")
    admin.go("/")
    admin.look("overview-uncertain")
    admin.shows(batch)
    admin.go(f"/batches/{batch}")
    admin.look("batch-uncertain")
    admin.link(f"/batches/{batch}/settle")
    admin.look("settle-form")
    admin.send(reason="核实")
    admin.look("settled")
    admin.go(f"/people/dingtalk/{scene.person['user']}")
    admin.shows(value)


@story(DOING)
def retry(scene):
    """Somebody sends a row again that the system refused."""
    admin = scene.administrator
    value = f"{admin.language}{admin.width}再来"
    scene.outside("faults?set=update.reject=1")
    batch = scene.push("分机号", value, "被拒绝", "push-rejected", "batches")
    scene.outside("faults?set=none")
    admin.go(f"/batches/{batch}")
    admin.look("batch-rejected")
    admin.link(f"/batches/{batch}/retry")
    admin.look("retry-form")
    admin.send(reason="再试一次")
    admin.look("retry-plan")
    admin.confirm()
    admin.wait()
    admin.look("retried")
    admin.go(f"/people/dingtalk/{scene.person['user']}")
    admin.shows(value)


@story(DOING)
def fetch(scene):
    """Somebody fetches one person, and sees what others changed."""
    admin, user = scene.administrator, scene.person["user"]
    value = f"{admin.language}{admin.width}外部"
    scene.outside(f"edit?user={user}&field=sys00-workPlace&value={urllib.parse.quote(value)}")
    admin.go(f"/people/dingtalk/{user}")
    admin.link("/fetch")
    admin.look("fetch-form")
    admin.press("form.do button")
    admin.look("fetched")
    page = admin.browser.current_url
    admin.go(f"/people/dingtalk/{user}")
    admin.shows(value)
    admin.go("/changes?by=outside")
    admin.shows(value)
    stop = "/" + page.split("/", 3)[3] + "/stop"
    for name, path in [("stop-form", stop), ("jobs", "/jobs")]:
        admin.go(path)
        admin.look(name)
    admin.go("/plans/none")
    admin.look("no-plan", is_refusal=True)


@story(DOING)
def hold(scene):
    """Somebody puts a person under a legal hold, so that the person is not erased, and releases them."""
    admin, user = scene.administrator, scene.person["user"]
    admin.go(f"/people/dingtalk/{user}")
    admin.link("/hold")
    admin.look("hold-form")
    admin.send(reason="诉讼 2026-11")
    admin.look("held")
    admin.go(f"/people/dingtalk/{user}/erase")
    admin.send(reason="本人要求")
    admin.look("held-not-erased")
    admin.expect(not admin.all("section.confirm button"), "a held person can be erased")
    admin.go(f"/people/dingtalk/{user}")
    admin.link("/release")
    admin.look("release-form")
    # Under the rule it needs another person.
    admin.send(reason="结案")
    admin.look("release-proposed")
    proposal = admin.number("proposals")
    decide(scene.approver, proposal, "approve", "已核对")
    decide(admin, proposal, "apply", "已批准")
    admin.go(f"/people/dingtalk/{user}")
    admin.expect(admin.all('main a[href$="/hold"]'), "the hold goes on")


@story(DECIDING)
def propose(scene):
    """Somebody pastes a table under a rule, and may not approve it themself."""
    admin, person = scene.administrator, scene.person
    scene.approved = f"{admin.language}{admin.width}审批"
    scene.proposal = scene.propose(scene.approved + HOSTILE[0], "需要审批" + HOSTILE[1])
    admin.go(f"/proposals/{scene.proposal}")
    admin.look("proposal")
    admin.shows(person["name"])
    decide(admin, scene.proposal, "approve", "我自己批准")
    admin.look("own-proposal", is_refusal=True)
    admin.shows("ownProposal")


@story(DECIDING)
def approve(scene):
    """Another person finds the proposal on their start page, and approves it; it is then applied."""
    admin, approver = scene.administrator, scene.approver
    approver.go("/")
    approver.look("overview")
    approver.link("/proposals/" + scene.proposal)
    approver.shows(scene.approved)
    decide(approver, scene.proposal, "approve", "已核对")
    approver.look("approved")
    approver.go("/people")
    approver.shows("roleMissing")
    approver.look("not-for-approvers", is_refusal=True)
    decide(admin, scene.proposal, "apply", "已批准")
    admin.look("applied")
    admin.go(f"/proposals/{scene.proposal}")
    admin.look("applied-proposal")
    admin.go(f"/people/dingtalk/{scene.person['user']}")
    admin.shows(scene.approved)


@story(DECIDING)
def decline(scene):
    """Another person declines a proposal, and its proposer can no longer apply it."""
    admin, approver = scene.administrator, scene.approver
    proposal = scene.propose(f"{admin.language}{admin.width}不行", "试试看")
    decide(approver, proposal, "decline", "依据不足")
    approver.look("declined")
    admin.go(f"/proposals/{proposal}")
    admin.look("declined-proposal")
    admin.shows("依据不足")
    admin.expect(not admin.all(f'main a[href$="/{proposal}/apply"]'), "it can still be applied")


@story(DECIDING)
def withdraw(scene):
    """Somebody withdraws their own proposal."""
    admin = scene.administrator
    proposal = scene.propose(f"{admin.language}{admin.width}算了", "写错了")
    decide(admin, proposal, "withdraw", "写错了")
    admin.look("withdrawn")
    scene.approver.go("/proposals")
    scene.approver.look("proposals")


@story(DECIDING)
def erase(scene):
    """Somebody erases a person, once another person has seen what goes and approved it."""
    admin, gone = scene.administrator, scene.leaving.pop()
    admin.go(f"/people/dingtalk/{gone['user']}")
    admin.link("/erase")
    admin.look("erase-form")
    admin.send(reason=HOSTILE[1])
    admin.look("erase-plan")
    admin.confirm()
    admin.wait()
    admin.look("erase-proposed")
    proposal = admin.number("proposals")
    admin.go(f"/proposals/{proposal}")
    admin.look("erase-proposal")
    decide(scene.approver, proposal, "approve", "已核对")
    decide(admin, proposal, "apply", "已批准")
    admin.look("erase-applied")
    admin.press('main a[href^="/erasures/"]')
    admin.look("receipt")
    admin.lacks(gone["user"])
    admin.go("/erasures")
    admin.look("erasures")
    admin.go(f"/proposals/{proposal}")
    admin.look("erased-proposal")
    admin.lacks(gone["user"])
    admin.go(f"/people/dingtalk/{gone['user']}")
    admin.shows("userErased")
    admin.look("erased-person", is_refusal=True)


def decide(reader, proposal, action, reason):
    reader.go(f"/proposals/{proposal}/{action}")
    reader.look(f"{action}-form")
    reader.send(reason=reason)
