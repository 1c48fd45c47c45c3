"""The failures that each operation declares, provoked one by one: on a service of their own."""

import concurrent.futures
import http.client
import json
import shutil
import signal
import time
import urllib.parse


ENDLESS = """-- title: 无尽 Endless
-- question: How long may a report take?
-- column: n integer; n
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
SELECT count(*) AS n FROM numbers
"""


def sample(schema, document):
    """A value of the form that a schema describes."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for alternatives in ("oneOf", "anyOf", "allOf"):
        if alternatives in schema:
            return sample(schema[alternatives][0], document)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema.get("examples"):
        return schema["examples"][0]
    kind = schema.get("type")
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: sample(fields[name], document) for name in schema.get("required", [])}
    if kind == "array":
        return [sample(schema.get("items", {}), document)]
    return {"integer": 1, "number": 1, "boolean": True}.get(kind, "1")


class Failures:
    """Counts in the statuses of `refusals` what only a certain state of the ledger or the service shows."""

    def __init__(self, refusals, document, company):
        self.refusals, self.document, self.company = refusals, document, company
        self.operations = refusals.operations
        self.seen = refusals.seen
        people = json.loads(refusals.expect({200}, "GET", "/people", query="limit=1")[1])["items"]
        self.present = people[0]["user"]

    def unseen(self, status):
        """The operations that declare a status which was not seen."""
        return [
            (name, method, path, operation) for name, (method, path, operation) in self.operations.items()
            if str(status) in operation["responses"] and not self.seen[method, path][str(status)]
        ]

    def run(self):
        """Call it while the service runs; it ends the service."""
        self.reuse()
        self.reveal()
        self.name(410, {"user": self.refusals.gone, "param": f"user={self.refusals.gone}"})
        several = self.several("people", "person", "user")
        self.name(409, {"user": several, "param": f"user={several}"})
        self.take_long()
        self.hurry()
        self.stop()
        self.damage()
        self.begin_without_key()

    def reveal(self):
        """Values of one person, which must be there, be named by one name, and be wanted for something."""
        cells = json.loads(self.refusals.expect({200}, "GET", "/cells", query="limit=1")[1])["items"]
        whole = {
            "system": "dingtalk", "user": cells[0]["user"], "fields": [cells[0]["field"]], "purpose": "checking",
        }
        several = self.several("people", "person", "user")
        for status, part in [
            (200, {}), (404, {"user": "nobody"}), (409, {"user": several}), (410, {"user": self.refusals.gone}),
            (422, {"purpose": "1"}),
        ]:
            headers = {"Content-Type": "application/json"}
            self.refusals.expect({status}, "POST", "/reveals", headers, json.dumps(whole | part))

    def several(self, path, name, key):
        """A name that several people, or several fields, have."""
        keys, after = {}, f"/{path}?limit=1000"
        while after:
            page = json.loads(self.refusals.expect({200}, "GET", f"/{path}", place=after)[1])
            for item in page["items"]:
                keys.setdefault(item.get(name), set()).add(item[key])
            after = (page["next"] or "").removeprefix("/api/v1")
        return next((text for text, found in keys.items() if text and len(found) > 1), None)

    def name(self, status, texts):
        """Names what was erased, or several at once, wherever an operation takes such a name."""
        for _, method, path, operation in self.unseen(status):
            for parameter in operation["parameters"]:
                if not texts.get(parameter["name"]):
                    continue
                text = urllib.parse.quote(texts[parameter["name"]], safe="")
                place = path.replace("{" + parameter["name"] + "}", text)
                place = place.replace("{user}", self.present).replace("{name}", "person-file")
                place = self.refusals.filled(place)
                query = "&".join(filter(None, [
                    f"{parameter['name']}={text}" if parameter["in"] == "query" else None,
                    self.needed(operation, parameter["name"]),
                ]))
                self.refusals.expect({status, 200, 404, 422}, method, path, place=place, query=query)

    @staticmethod
    def needed(operation, but):
        """The other parameters without which there is no response."""
        return "&".join(
            f"{one['name']}=now" for one in operation["parameters"] if one["in"] == "query"
            and (one.get("required") or one["name"] == "purpose") and one["name"] != but
        )

    def reuse(self):
        """Sends the key of one request with each other one."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": "used once"}
        body = json.dumps({"reason": "for its key"})
        self.refusals.expect({202}, "POST", "/fetches", headers, body)
        for _, method, path, operation in self.unseen(409):
            if all(one["name"] != "Idempotency-Key" for one in operation["parameters"]):
                continue
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            body = json.dumps(sample(schema, self.document) | {"reason": "another one"}
                              if "reason" in json.dumps(schema) else sample(schema, self.document))
            self.refusals.expect({409}, method, path, headers, body)

    def take_long(self):
        """A report that takes longer than a report may."""
        folder = self.company.folder / "reports"
        folder.mkdir(exist_ok=True)
        (folder / "endless.sql").write_text(ENDLESS, encoding="utf-8")
        for _, method, path, _ in self.unseen(504):
            place = path.replace("{name}", "endless")
            self.refusals.expect({504}, method, path, place=place)

    def hurry(self):
        """Each operation, by a token that has sent all that it may."""
        def nonsense(token):
            return self.once("GET", "/stats?nonsense=1", token)

        for _, method, path, _ in self.unseen(429):
            token = self.refusals.token(path)
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                for _ in range(10):
                    list(pool.map(nonsense, [token] * 60))
                    status = self.once(method, self.refusals.filled(path), token)
                    self.seen[method, path][str(status)] += 1
                    if status == 429:
                        break

    def stop(self):
        """Each operation, while the service ends: it waits for a batch whose call gets no response."""
        token = self.company.token("administrator")
        with self.company.unanswered_push():
            self.company.service.send_signal(signal.SIGTERM)
            time.sleep(1)
            for _, method, path, _ in self.unseen(503):
                self.seen[method, path][str(self.once(method, self.refusals.filled(path), token))] += 1
        if self.company.service.wait(timeout=120) != 0:
            print("At SIGTERM the service ended with", self.company.service.returncode)
            self.refusals.wrong += 1
        self.refusals.place = urllib.parse.urlsplit(self.company.serve()).netloc

    def damage(self):
        """Each operation, when the ledger's file was damaged under the service."""
        self.company.end()
        folder = self.company.folder
        for file in folder.glob("rollbook.sqlite*"):
            if file.is_file():
                shutil.copy(file, folder / file.name.replace("rollbook", "damaged"))
        url = self.company.serve("--ledger", "damaged.sqlite")
        self.refusals.place = urllib.parse.urlsplit(url).netloc
        with (folder / "damaged.sqlite").open("r+b") as damaged:
            size = damaged.seek(0, 2)
            damaged.seek(100)
            damaged.write(b"\xa5" * (size - 100))
        for _ in range(3):
            for _, method, path, _ in self.unseen(500):
                status = self.once(method, self.refusals.filled(path), self.refusals.token(path))
                self.seen[method, path][str(status)] += 1
        self.company.service.kill()
        self.company.service.wait()

    def begin_without_key(self):
        """What can be proven, when the log has no key, and no signed head."""
        self.company.run("init", "--ledger", "bare.sqlite")
        for file in self.company.folder.glob("bare.sqlite.key*"):
            file.unlink()
        url = self.company.serve("--ledger", "bare.sqlite")
        self.refusals.place = urllib.parse.urlsplit(url).netloc
        words = ["token", "create", "--role", "auditor", "--ledger", "bare.sqlite", "--format", "json"]
        token = json.loads(self.company.run(*words))["token"]
        for path, query in [("/proof/key", ""), ("/proof/evidence", "?entry=1&purpose=checking")]:
            self.seen["GET", path][str(self.once("GET", path + query, token))] += 1
        self.company.end()

    def once(self, method, place, token):
        connection = http.client.HTTPConnection(self.refusals.place, timeout=90)
        try:
            connection.request(method, "/api/v1" + place, None, {"Authorization": f"Bearer {token}"})
            response = connection.getresponse()
            response.read()
            return response.status
        except http.client.HTTPException:
            return "none"
        finally:
            connection.close()
