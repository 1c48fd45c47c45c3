"""A made-up company with a running service, for checks with other people's tools."""

import contextlib
import getpass
import json
import os
import signal
import subprocess
import time
import urllib.parse
import urllib.request


class Company:
    """A made-up company: a sandbox, a ledger with a few operations, and a service."""

    def __init__(self, rollbook, folder, people=40):
        self.rollbook, self.folder = rollbook, folder
        self.log = open(folder / "service.log", "w")
        self.environment = {
            name: text for name, text in os.environ.items() if not name.startswith("ROLLBOOK_")
        }
        self.processes = []
        sandbox = self.start(["sandbox", "--people", str(people), "--seed", "7", "--port", "0"])
        self.environment |= self.exports(sandbox)

    def start(self, words):
        process = subprocess.Popen(
            [self.rollbook, *words], cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=self.log,
        )
        self.processes.append(process)
        return process

    def exports(self, sandbox):
        """The variables that the sandbox prints."""
        found = {}
        for line in sandbox.stdout:
            if line.startswith("export "):
                name, text = line.removeprefix("export ").strip().split("=", 1)
                found[name] = text.strip("'\"")
            if line.startswith("export ROLLBOOK_MAYCUR_APP_SECRET"):
                return found
        raise SystemExit("The sandbox did not start: " + (self.folder / "service.log").read_text())

    def run(self, *words, status=0):
        done = subprocess.run(
            [self.rollbook, *words], cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=self.log,
        )
        if done.returncode != status:
            raise subprocess.CalledProcessError(done.returncode, words)
        return done.stdout

    def share_name(self):
        """Gives two people one name; call it before the ledger is filled."""
        for person in json.loads(self.outside("people", "GET"))[:2]:
            name = urllib.parse.quote("王芳")
            self.outside(f"edit?user={person['user']}&field=sys00-name&value={name}")

    def fill(self):
        """A ledger with two fetches and one batch."""
        self.run("init")
        self.run("fetch", "--reason", "first look")
        self.outside("day")
        self.run("fetch", "--reason", "next day")
        person = json.loads(self.run("people", "--format", "json"))[0]["user"]
        changes = f"用户,住址\n{person},北京市海淀区\n"
        (self.folder / "changes.csv").write_text(changes, encoding="utf-8")
        words = ["push", "changes.csv", "--to", "dingtalk", "--reason", "moved house", "--yes"]
        self.run(*words)

    def propose(self):
        """One proposal, by the account that runs this; call it after the ledger is filled."""
        people = (
            f"people:\n  - {{ name: 张伟, accounts: [{getpass.getuser()}] }}\n"
            "  - { name: 李娜, accounts: [lina], approves: [approver, auditor] }\n"
        )
        (self.folder / "rollbook.yaml").write_text(people, encoding="utf-8")
        changes = self.folder / "changes.csv"
        text = changes.read_text(encoding="utf-8").replace("北京", "上海")
        changes.write_text(text, encoding="utf-8")
        words = ["push", "changes.csv", "--to", "dingtalk", "--reason", "moved again", "--yes"]
        # It waits for an approval.
        self.run(*words, "--propose", status=4)

    @contextlib.contextmanager
    def unanswered_push(self):
        """A batch that waits for a response from DingTalk, for as long as a call may take."""
        self.outside("faults?set=update.timeout=1")
        self.outside("journal", "DELETE")
        person = json.loads(self.run("people", "--format", "json"))[0]["user"]
        changes = self.folder / "unanswered.csv"
        changes.write_text(f"用户,住址\n{person},{time.time()}\n", encoding="utf-8")
        words = ["push", changes.name, "--to", "dingtalk", "--reason", "no response", "--yes"]
        push = self.start([*words, "--wait", "60s"])
        deadline = time.monotonic() + 60
        while "employee/v2/update" not in self.outside("journal", "GET"):
            if time.monotonic() > deadline:
                raise SystemExit("The batch did not begin.")
            time.sleep(0.2)
        yield
        push.wait(timeout=120)
        self.outside("faults?set=none")

    def outside(self, path, method="POST"):
        """What the sandbox answers to a call of its own."""
        url = f"{self.environment['ROLLBOOK_DINGTALK_URL']}/sandbox/{path}"
        return urllib.request.urlopen(urllib.request.Request(url, method=method)).read().decode()

    def serve(self, *more):
        """The address of the service."""
        words = ["serve", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", *more]
        self.service = self.start([*words, "--format", "json"])
        self.places = json.loads(self.service.stdout.readline())
        return self.places["url"]

    def token(self, role):
        return json.loads(self.run("token", "create", "--role", role, "--format", "json"))["token"]

    def end(self):
        """The status with which the service ends at SIGTERM."""
        self.service.send_signal(signal.SIGTERM)
        return self.service.wait(timeout=120)

    def stop(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        return [process.wait(timeout=120) for process in self.processes]
