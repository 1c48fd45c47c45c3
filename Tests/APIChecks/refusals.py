"""What no schema describes, asked for one by one: refusals, and what the responses link to."""

import concurrent.futures
import http.client
import json
import re
import subprocess
import time
import urllib.parse

# What other roles than the administrator may do.
ROLES = {"/verifications": "auditor", "/proof/evidence": "auditor", "/tokens": "keeper"}
# Where nothing is yet.
BEYOND = {"as-of": "entry:999999999", "after": "999999999"}


# What a reading needs to succeed.
QUERIES = {"/diff": "from=entry:1&to=now", "/proof/evidence": "entry=1&purpose=checking"}


class Refusals:
    """Sends each operation what it must refuse, and counts the statuses in `seen`."""

    def __init__(self, url, document, tokens, seen):
        self.place = urllib.parse.urlsplit(url).netloc
        self.tokens, self.seen = tokens, seen
        self.operations = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        }
        self.wrong = 0

    def run(self, company):
        for method, path, operation in self.operations.values():
            self.refuse(method, path, operation)
            if method == "GET":
                self.follow(path, operation)
        # A job that is not there, by a name that one could have.
        self.expect({404}, "DELETE", "/jobs/{job}", place="/jobs/" + "0" * 13)
        self.erase(company)
        self.hurry()
        self.dawdle()
        return self.wrong

    def refuse(self, method, path, operation):
        declared = operation["responses"]
        self.expect({400}, method, path, query="nonsense=1")
        self.expect({401}, method, path, {"Authorization": "Bearer none"})
        self.expect({421}, method, path, {"Host": "elsewhere.example"})
        if "403" in declared:
            # The feed is all that a client may read, and a keeper may not.
            role = "keeper" if path.startswith("/feed") else "client"
            self.expect({403}, method, path, role=role)
        if "415" in declared:
            self.expect({415}, method, path, {"Content-Type": "text/plain"}, "reason")
        if "413" in declared:
            headers = {"Content-Type": "application/json", "Content-Length": str(30 << 20)}
            self.expect({413}, method, path, headers)
        for parameter in operation["parameters"]:
            if parameter["name"] in BEYOND and "{" not in path:
                query = f"{parameter['name']}={BEYOND[parameter['name']]}"
                self.expect({404}, method, path, query=query)

    def follow(self, path, operation):
        """Reads what the first object of a list links to; and again what did not change."""
        if "{" in path or path == "/feed/stream":
            return
        query = QUERIES.get(path)
        fields, text = self.expect({200}, "GET", path, query=query)
        self.unchanged(path, fields, operation, query)
        items = json.loads(text).get("items") if text.startswith(b"{") else None
        for name, link in operation["responses"]["200"].get("links", {}).items():
            method, target, linked = self.operations[name]
            if not items or method != "GET":
                continue
            place = target
            for parameter, expression in link["parameters"].items():
                value = items[0][expression.removeprefix("$response.body#/items/0/")]
                place = place.replace("{" + parameter + "}", urllib.parse.quote(str(value), safe=""))
            # A report may need parameters.
            fields, _ = self.expect({200, 422}, "GET", target, place=place)
            self.unchanged(target, fields, linked, None, place)

    def unchanged(self, path, fields, operation, query, place=None):
        if "304" not in operation["responses"] or "ETag" not in fields:
            return
        # A job that still runs may record something in between.
        for statuses in [{200, 304}] * 4 + [{304}]:
            headers = {"If-None-Match": fields["ETag"]}
            fields, text = self.expect(statuses, "GET", path, headers, query=query, place=place)
            if not text:
                return

    def erase(self, company):
        """After an erasure a list is read from its beginning, and the person is gone."""
        lists = {}
        for method, path, operation in self.operations.values():
            is_list = any(one["name"] == "cursor" for one in operation["parameters"])
            if "410" in operation["responses"] and is_list and "{" not in path:
                query = "&".join(filter(None, ["limit=1", QUERIES.get(path)]))
                _, text = self.expect({200}, method, path, query=query)
                lists[path] = json.loads(text)["next"]
        people = json.loads(self.expect({200}, "GET", "/people", query="limit=1000")[1])["items"]
        user = self.gone = self.erased(company, people)
        # The cursor of one list has the form of any other's; a short list gives none.
        cursor = next(following for following in lists.values() if following).rsplit("cursor=", 1)[1]
        for path in lists:
            query = "&".join(filter(None, [f"cursor={cursor}", QUERIES.get(path)]))
            self.expect({410}, "GET", path, query=query)
        for _, path, _ in list(self.operations.values()):
            if path.startswith("/people/{system}/{user}"):
                place = path.replace("{system}", "dingtalk").replace("{user}", user)
                self.expect({410}, "GET", path, place=place)

    def erased(self, company, people):
        """Somebody who could be erased: a request may have put the others under a hold."""
        for person in reversed(people):
            # A job that still runs, such as a probe, keeps an erasure out.
            words = ["erase", person["user"], "--reason", "has asked for it", "--yes", "--wait", "2m"]
            try:
                company.run(*words)
                return person["user"]
            except subprocess.CalledProcessError:
                continue
        raise SystemExit("Nobody could be erased.")

    def hurry(self):
        """More requests at once than a token may send."""
        def one(_):
            # What is refused at once: a list of many jobs would take longer than the limit.
            return self.once("GET", "/stats", query="nonsense=1")[0]

        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            statuses = list(pool.map(one, range(200)))
        self.seen["GET", "/stats"]["429"] += statuses.count(429)
        if set(statuses) != {400, 429}:
            print("200 requests at once had the statuses", sorted(set(statuses)))
            self.wrong += 1

    def dawdle(self):
        """Bodies that do not arrive."""
        slow = [(m, p) for m, p, o in self.operations.values() if "408" in o["responses"]]
        headers = {"Content-Type": "application/json", "Content-Length": "10"}
        with concurrent.futures.ThreadPoolExecutor(len(slow)) as pool:
            list(pool.map(lambda one: self.expect({408}, *one, headers), slow))

    def expect(self, statuses, method, path, headers=None, body=None, role=None, query=None, place=None):
        """The header fields and the text of the response, which must have one of the statuses."""
        while True:
            status, fields, text = self.once(method, path, headers, body, role, query, place)
            self.seen[method, path][str(status)] += 1
            if status != 429:
                break
            time.sleep(int(fields["Retry-After"]))
        is_problem = fields.get("Content-Type") == "application/problem+json"
        if status not in statuses or status >= 400 and (
            not is_problem or json.loads(text)["status"] != status
        ):
            print(f"{method} {place or path} {query or ''} {headers or ''}", end=" ")
            print(f"was to be one of {statuses}: {status} {text[:300]}")
            self.wrong += 1
        return fields, text

    @staticmethod
    def filled(path):
        """A path of an operation; what it names need not be there."""
        return re.sub(r"{\w+}", "1", path.replace("{system}", "dingtalk"))

    def token(self, path, role=None):
        return self.tokens[role or ROLES.get(path, "administrator")]

    def once(self, method, path, headers=None, body=None, role=None, query=None, place=None):
        place = place or self.filled(path)
        target = "/api/v1" + place + (f"?{query}" if query else "")
        token = self.token(path, role)
        connection = http.client.HTTPConnection(self.place, timeout=90)
        try:
            headers = {"Authorization": f"Bearer {token}"} | (headers or {})
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()
