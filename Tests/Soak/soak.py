#!/usr/bin/env python3
"""Runs the service under load for some time, and checks that nothing is lost.

usage: soak.py BINARY [--seconds 600] [--people 500] [--readers 50] [--faults SET]

Readers, a fetch after the other, pushes to both systems, rollbacks and the command line work at once, while the simulated
systems fail now and then. Afterwards the log must verify, no request may have met a locked database, and the memory of the
service must be bounded. Prints its figures; exit code 1 if one does not hold.
"""

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two requests of a reader")
    parser.add_argument("--faults", default="throttle=0.02,list.dropAfter=0.01")
    parser.add_argument("--kills", type=int, default=0, help="kill the service so often, and start it again")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


class Service:
    """The simulated systems, a ledger, and the service over it."""

    def __init__(self, options, folder):
        self.binary = os.path.abspath(options.binary)
        self.folder = folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("ROLLBOOK_")}
        self.sandbox = subprocess.Popen(
            [self.binary, "sandbox", "--people", str(options.people), "--seed", "7", "--faults", options.faults,
             "--calls-per-second", "0", "--format", "json"],
            cwd=folder, stdout=subprocess.PIPE, text=True)
        offer = json.loads(self.read_object(self.sandbox.stdout))
        self.sandbox_url = offer["url"]
        self.environment |= {
            "ROLLBOOK_DINGTALK_URL": offer["url"], "ROLLBOOK_DINGTALK_APP_KEY": offer["appKey"],
            "ROLLBOOK_DINGTALK_APP_SECRET": offer["appSecret"], "ROLLBOOK_DINGTALK_AGENT_ID": str(offer["agentId"]),
            "ROLLBOOK_MAYCUR_URL": offer["url"], "ROLLBOOK_MAYCUR_APP_CODE": offer["maycurAppCode"],
            "ROLLBOOK_MAYCUR_APP_SECRET": offer["maycurAppSecret"],
        }
        self.run("init")
        self.run("fetch", "--reason", "first", check=False)
        self.run("link", "--job-numbers", check=False)
        self.own = threading.local()
        self.failures = []
        self.begin("127.0.0.1:0")
        # A token may send 20 requests a second.
        self.tokens = [self.token() for _ in range(3 + int(options.readers / max(options.pause, 0.05) / 10))]

    def token(self):
        made = self.run("token", "create", "--role", "administrator", "--format", "json")
        return json.loads(made.stdout)["token"]

    def begin(self, listen):
        self.serve = subprocess.Popen(
            [self.binary, "serve", "--listen", listen, "--metrics", "127.0.0.1:0", "--wait", "60s", "--format", "json"],
            cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=open(self.folder + "/serve.err", "a"),
            text=True)
        ready = json.loads(self.serve.stdout.readline())
        self.url, self.metrics = ready["url"], ready["metrics"]

    def kill(self):
        self.serve.kill()
        self.serve.wait()
        self.begin(self.url.removeprefix("http://"))

    @staticmethod
    def read_object(stream):
        text = ""
        while True:
            text += stream.readline()
            try:
                json.loads(text)
                return text
            except ValueError:
                if len(text) > 100_000:
                    raise

    def run(self, *words, check=True):
        done = subprocess.run([self.binary, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise SystemExit(f"rollbook {' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return done

    def request(self, method, path, body=None, headers=()):
        """Sends a request over the thread's own connection, which stays open as that of a program does."""
        data = None if body is None else json.dumps(body).encode()
        fields = {"Authorization": "Bearer " + random.choice(self.tokens)} | dict(headers)
        if data is not None:
            fields["Content-Type"] = "application/json"
        connection = getattr(self.own, "connection", None)
        if connection is None:
            place = self.url.removeprefix("http://")
            connection = self.own.connection = http.client.HTTPConnection(place, timeout=120)
        try:
            connection.request(method, path, data, fields)
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self.own.connection = None
            raise
        if response.status == 429:
            time.sleep(int(response.headers["Retry-After"]))
            return self.request(method, path, body, headers)
        return response.status, text

    def within(self, route, seconds):
        """The share of the requests of a route that the service answered within some seconds, by its own measure."""
        text = urllib.request.urlopen(self.metrics + "/metrics").read().decode()
        counts = {}
        for line in text.splitlines():
            if line.startswith("rollbook_http_seconds_bucket{") and f'route="{route}"' in line:
                counts[line.split('le="')[1].split('"')[0]] = float(line.split()[-1])
        return counts[f"{seconds:g}"] / counts["+Inf"] if counts.get("+Inf") else 1.0

    def job(self, path, body, key=None):
        headers = [("Idempotency-Key", key)] if key else []
        status, text = self.request("POST", path, body, headers)
        if status != 202:
            return status, json.loads(text)
        place = "/api/v1/jobs/" + json.loads(text)["job"]
        while True:
            status, text = self.request("GET", place)
            job = json.loads(text)
            if status != 200 or job.get("endedAt"):
                if job.get("exit") == 74:
                    self.failures.append(json.dumps(job.get("problem"), ensure_ascii=False))
                return status, job
            time.sleep(0.1)

    def memory(self):
        with open(f"/proc/{self.serve.pid}/status") as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return 0.0

    def stop(self):
        self.serve.send_signal(signal.SIGTERM)
        code = self.serve.wait(timeout=120)
        self.sandbox.kill()
        return code


class Load:
    """Threads that work until the time is over, and what they saw."""

    def __init__(self, service, options):
        self.service, self.options = service, options
        self.random = random.Random(options.seed)
        self.end = time.time() + options.seconds
        self.lock = threading.Lock()
        self.times, self.unexpected, self.counts, self.memory, self.number = [], [], {}, [], 0
        people = json.loads(service.request("GET", "/api/v1/people?limit=1000")[1])["items"]
        self.people = [person["user"] for person in people]

    def count(self, name):
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + 1

    def wrong(self, text):
        with self.lock:
            self.unexpected.append(text)

    def tolerant(self, work):
        """Works on when the service was killed: that is what a client does."""
        def run():
            while self.going():
                try:
                    work()
                except (OSError, ValueError, http.client.HTTPException) as error:
                    if not self.options.kills:
                        self.wrong(f"{error!r}")
                    time.sleep(0.2)
        return run

    def killer(self):
        for _ in range(self.options.kills):
            time.sleep(self.random.random() * 2 * self.options.seconds / (self.options.kills + 1))
            if not self.going():
                return
            self.service.kill()
            self.count("kills")

    def going(self):
        return time.time() < self.end

    def reader(self, seed):
        own = random.Random(seed)
        while self.going():
            person = own.choice(self.people)
            path, is_person = own.choice([
                (f"/api/v1/people/dingtalk/{person}", True), (f"/api/v1/people/dingtalk/{person}", True),
                (f"/api/v1/people/dingtalk/{person}/history", False), ("/api/v1/cells?limit=100", False),
                ("/api/v1/changes?limit=100", False), ("/api/v1/operations", False), ("/api/v1/status", False),
            ])
            began = time.time()
            status, text = self.service.request("GET", path)
            if is_person:
                with self.lock:
                    self.times.append(time.time() - began)
            self.count("readings")
            if status != 200:
                self.wrong(f"{path}: {status} {text[:300]!r}")
            time.sleep(own.random() * 2 * self.options.pause)

    def fetcher(self):
        while self.going():
            urllib.request.urlopen(urllib.request.Request(self.service.sandbox_url + "/sandbox/day", method="POST")).read()
            status, job = self.service.job("/api/v1/fetches", {"reason": "soak", "wait": "60s"})
            self.count("fetches " + str(job.get("state", status)))
            time.sleep(1)

    def pusher(self, system):
        while self.going():
            with self.lock:
                self.number += 1
                number = self.number
            rows = self.random.sample(self.people, 3)
            if system == "dingtalk":
                text = "userid,sys02-address\n" + "".join(f"{user},路 {number} 号\n" for user in rows)
            else:
                text = "employeeId,employeeNickName\n" + "".join(f"YS{self.random.randint(1, 99):05},花名{number}\n" for _ in rows)
            body = {"to": system, "reason": "soak", "readAfter": "1s", "wait": "60s", "allowUnobserved": True,
                    "skipBad": True, "file": {"name": "m.csv", "text": text}}
            status, job = self.service.job("/api/v1/pushes", body, key=f"{system}-{number}")
            self.count(f"pushes to {system} {job.get('state', status)}")
            batch = (job.get("result") or {}).get("operation") if isinstance(job, dict) else None
            if system == "dingtalk" and batch and number % 3 == 0:
                body = {"reason": "soak", "readAfter": "1s", "wait": "60s", "allowUnobserved": True}
                status, job = self.service.job(f"/api/v1/batches/{batch}/rollback", body)
                self.count(f"rollbacks {job.get('state', status)}")
            time.sleep(1)

    def commands(self):
        while self.going():
            for words in (["status"], ["people", "--format", "csv"], ["operations", "--format", "json"],
                          ["fetch", "--users", self.random.choice(self.people), "--reason", "beside", "--wait", "60s"]):
                done = self.service.run(*words, check=False)
                self.count(f"commands {done.returncode}")
                if done.returncode == 74 or "locked" in done.stderr or "SQLITE" in done.stderr:
                    self.wrong(f"rollbook {' '.join(words)}: {done.stderr[:300]}")
            time.sleep(1)

    def watcher(self):
        while self.going():
            self.memory.append(self.service.memory())
            time.sleep(1)

    def run(self):
        works = [lambda n=n: self.reader(self.options.seed + n) for n in range(self.options.readers)]
        works += [self.fetcher, lambda: self.pusher("dingtalk"), lambda: self.pusher("maycur"), self.commands, self.watcher]
        threads = [threading.Thread(target=self.tolerant(work)) for work in works]
        threads.append(threading.Thread(target=self.killer))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def changed_outside(service, batch, cells):
    """Whether the log has a change of one of the cells that no batch made, after a batch."""
    for user, field, _ in cells:
        text = service.request("GET", f"/api/v1/people/dingtalk/{user}/history?field={field}&limit=1000")[1]
        if any(entry["by"] == "outside" and entry["operation"] > batch for entry in json.loads(text)["items"]):
            return True
    return False


def settle(service, load):
    """Finds out what became of uncertain rows, and counts the writes.

    Each fate must become known, unless a later batch wrote the same cell, or somebody else changed it: then no reading can
    say it. The simulated system
    must have applied as many writes as the log has applied rows, and no more than it may have applied: one more was sent
    twice, one less was lost.
    """
    # The service closes a connection that was idle for so long.
    service.own.connection = None
    applied, open_rows, later, rows = 0, 0, {}, []
    for batch in json.loads(service.request("GET", "/api/v1/batches?limit=1000")[1])["items"]:
        if batch["system"] != "dingtalk":
            continue
        place = f"/api/v1/batches/{batch['operation']}"
        if batch["uncertain"]:
            service.job(place + "/settlements", {"readAfter": "1s", "wait": "60s"})
            load.count("settled batches")
        for row in json.loads(service.request("GET", place)[1])["rows"]:
            cells = [(row["user"], change["field"], change["item"]) for change in row["changes"]]
            for cell in cells:
                later[cell] = max(later.get(cell, 0), batch["operation"])
            rows.append((batch["operation"], row, cells))
            applied += row["status"] == "accepted" or row["settled"] == "applied"
    for operation, row, cells in rows:
        if row["status"] != "uncertain" or row["settled"] in ("applied", "notApplied"):
            continue
        open_rows += 1
        if all(later[cell] == operation for cell in cells) and not changed_outside(service, operation, cells):
            load.wrong(f"batch {operation}: {row['user']} stays {row['settled']}")
    journal = json.loads(urllib.request.urlopen(service.sandbox_url + "/sandbox/journal").read())
    written = sum(call["applied"] and call["path"].endswith("update") for call in journal)
    load.counts["rows applied"], load.counts["writes applied"] = applied, written
    load.counts["rows that a later batch overwrote undecided"] = open_rows
    if not applied <= written <= applied + open_rows:
        load.wrong(f"the log has {applied} applied rows, the system applied {written} writes")


def main():
    options = arguments()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory() as folder:
        service = Service(options, folder)
        try:
            load = Load(service, options)
            load.run()
            within = service.within("readPerson", 0.02)
            settle(service, load)
        finally:
            code = service.stop()
        verified = service.run("verify", "--full", "--format", "json", check=False)
        verdict = json.loads(verified.stdout)["verdict"]
        log = open(folder + "/serve.err").read()
    load.unexpected += service.failures
    times = sorted(load.times)
    p95 = times[int(len(times) * 0.95)] * 1000 if times else 0
    early = max(load.memory[: len(load.memory) // 3] or [0])
    tenth = max(len(load.memory) // 10, 1)
    figures = {
        "counts": dict(sorted(load.counts.items())), "p50 of a person, ms": round(times[len(times) // 2] * 1000, 1),
        "p95 of a person, ms": round(p95, 1), "persons within 20 ms in the service, %": round(within * 100, 1), "memory, MB": round(max(load.memory)),
        "memory of the first third, MB": round(early),
        "memory by tenths, MB": [round(max(load.memory[n : n + tenth])) for n in range(0, len(load.memory), tenth)],
        "exit of the service": code, "verdict": verdict, "unexpected": load.unexpected[:10],
    }
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    bad = load.unexpected or verdict not in ("sound", "soundSinceMark") or code != 0 or "SQLITE" in log or "locked" in log
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
