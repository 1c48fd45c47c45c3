#!/usr/bin/env python3
"""Verifies an evidence bundle of Rollbook: verify_bundle.py FOLDER KEY

Written from docs/format.md alone, with nothing but Python's standard library. Prints what the bundle
shows as JSON and exits with 0, or says why it is refused and exits with 1.
"""
import base64, hashlib, json, os, struct, sys, time

PAGE_DIGEST = "1f177d5ce4c06bb2d0bf40bef3454b255ce4fc77e84af49c64ffe1324f1c0aea"
KINDS = """fetched notReturned opened closed enumerated joined left rejoined cataloged intended sent
accepted rejected uncertain skipped settled linked unlinked imported held released erased
erasureRefused readmitted suppressed dismissed setAside granted revoked configured
accessed proposed submitted decided forgotten""".split()
# t text, i int, o opt int, c count, b bytes, h hash, H opt hash of a commitment, ? opt; - is not told.
OUTCOME = "sent:i code:t message:H"
FACTS = {
    "notReturned": "-:? code:t message:H",
    "opened": "kind:t system:t program:t parent:o actor:H claimed_actor:H reason:H ticket:H parameters:H request_key:H request_digest:H",
    "closed": "operation:i status:t -:h -:? -:c digest:b captured_at:i file:H",
    "enumerated": "listed:i missing:i accepted:i", "cataloged": "-:h", "sent": "rows:c -:h",
    "accepted": OUTCOME, "rejected": OUTCOME, "uncertain": OUTCOME,
    "skipped": "reason:H", "dismissed": "record:H", "settled": "verdict:t how:H", "linked": "source:t", "unlinked": "source:t",
    "erased": "items:c -:h -:h", "readmitted": "erasure:i", "suppressed": "users:i",
    "setAside": "part:t people:i field:t problem:t",
    "granted": "role:t hash:b until:o name:H", "revoked": "token:i", "configured": "digest:b",
    "accessed": "what:t role:t position:i previous:i actor:H query:H behalf:H purpose:H -:? people:c root:h",
    "proposed": "planned:H", "submitted": "operation:i kind:t digest:b until:i people:i needs:t proposer:H request:H",
    "forgotten": "items:c -:h before:i",
    "decided": "proposal:i decision:t digest:b duty:t person:H",
}


class Refused(Exception):
    pass


def need(truth, why):
    if not truth:
        raise Refused(why)


def sha(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha(b"\x01" + left + right)


def leaf_hash(data):
    return sha(b"\x00" + data)


def canonical(text, decode, encode):
    try:
        value = decode(text)
    except Exception:
        raise Refused("not canonical: %r" % text)
    need(encode(value) == text, "not canonical: %r" % text)
    return value


def number(text):
    return canonical(text, int, str)


def unbase64(text):
    return canonical(text, base64.b64decode, lambda raw: base64.b64encode(raw).decode())


# Ed25519 (RFC 8032), without the pace of a library.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def decompress(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decompress(bytes([0x58]) + b"\x66" * 31)
CHECKED = {}


def genuine(key, message, signature):
    """Whether a signature is the key's; what was asked before is remembered."""
    asked = (key, message, signature)
    if asked not in CHECKED:
        CHECKED[asked] = ed25519(*asked)
    return CHECKED[asked]


def ed25519(key, message, signature):
    point, s = decompress(key), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or point is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    x, y, z, t = point
    x, y, z, _ = add(multiply(s, BASE), multiply(h, (P - x, y, z, P - t)))
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


class Key:
    """A public key, NAME+ID+BASE64."""

    def __init__(self, text):
        self.text = text
        parts = text.split("+", 2)
        need(len(parts) == 3 and parts[0], "no key: " + text)
        self.name, raw = parts[0], unbase64(parts[2])
        self.id = sha(self.name.encode() + b"\n" + raw)[:4]
        need(self.id.hex() == parts[1] and len(raw) == 33, "no key: " + text)
        self.type, self.raw = raw[0], raw[1:]


def check_line(line, key, text, now):
    """Checks one signature line; gives the seconds of a cosignature."""
    words = line.split(" ")
    need(len(words) == 3 and words[:2] == ["\u2014", key.name], "a signature line of somebody else")
    raw = unbase64(words[2])
    need(raw[:4] == key.id, "a signature line of another key")
    if key.type == 1:
        need(genuine(key.raw, text, raw[4:]), "a signature that is not genuine")
        return None
    need(key.type == 4 and len(raw) == 76, "a signature of an unknown kind")
    seconds = int.from_bytes(raw[4:12], "big")
    need(seconds > 0, "a cosignature of the time 0")
    message = b"cosignature/v1\ntime %d\n" % seconds + text
    need(genuine(key.raw, message, raw[12:]), "a cosignature that is not genuine")
    need(now is None or seconds <= now, "a cosignature of the future")
    return seconds


def note(data, keys, now):
    """A checkpoint whose lines are those of the keys, in their order."""
    text, _, lines = data.rpartition(b"\n\n")
    text += b"\n"
    need(lines.endswith(b"\n") and all(c >= 32 or c == 10 for c in data), "no note")
    lines = lines[:-1].decode().split("\n")
    need(len(lines) == len(keys), "signature lines that nobody asks for")
    seconds = [check_line(line, key, text, now) for line, key in zip(lines, keys)]
    parts = text.decode().split("\n")
    need(len(parts) == 4 and parts[0] == keys[0].name, "a checkpoint of another origin")
    size, root = number(parts[1]), unbase64(parts[2])
    need(len(root) == 32, "no root")
    return size, root, b"\n".join([text, lines[0].encode(), b""]), seconds[1:]


def include(index, size, hash, proof):
    """The root to which an inclusion proof leads (RFC 9162, 2.1.3.2)."""
    need(0 <= index < size, "no such leaf")
    first, last = index, size - 1
    for sibling in proof:
        need(last > 0 and len(sibling) == 32, "a proof that is too long")
        if first & 1 or first == last:
            hash = node(sibling, hash)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            hash = node(hash, sibling)
        first, last = first >> 1, last >> 1
    need(last == 0, "a proof that is too short")
    return hash


def consistent(old, old_root, new, new_root, proof):
    """Whether a tree continues an older one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new:
        return False
    proof = ([old_root] if old & (old - 1) == 0 else []) + proof
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    if not proof:
        return False
    a = b = proof[0]
    for hash in proof[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            a, b = node(hash, a), node(hash, b)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            b = node(b, hash)
        first, last = first >> 1, last >> 1
    return last == 0 and a == old_root and b == new_root


class Record:
    """Reads the binary encoding of leaves."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        self.at += count
        need(self.at <= len(self.data), "a record that is too short")
        return self.data[self.at - count : self.at]

    def b(self):
        return self.take(self.c())

    def c(self):
        return struct.unpack(">I", self.take(4))[0]

    def i(self):
        return struct.unpack(">q", self.take(8))[0]

    def h(self):
        return self.take(32)

    def opt(self, read):
        flag = self.take(1)[0]
        need(flag < 2, "no flag")
        return read() if flag else None

    def o(self):
        return self.opt(self.i)

    def H(self):
        return self.opt(self.h)

    def t(self):
        form = self.take(1)[0]
        need(form < 3, "no text")
        return None if form == 0 else self.b().decode() if form == 1 else "sha256:" + self.h().hex()


def read_leaf(data):
    r = Record(data)
    need(r.take(1) == b"\x01", "a leaf of another version")
    leaf = {"system": r.t() or "", "append": r.i(), "operation": r.i()}
    first, entries, leaf["recorded_at"] = r.i(), r.i(), r.i()
    r.o(), r.o(), r.o(), r.t(), r.H(), r.H(), r.i(), r.i(), r.i()
    leaf["entry"], kind = r.i(), r.i()
    need(0 <= leaf["entry"] - first < entries, "an entry outside its append")
    leaf["kind"] = KINDS[kind] if 0 <= kind < len(KINDS) else str(kind)
    r.H(), r.H()
    facts = r.b()
    leaf["said"], leaf["texts"] = read_facts(Record(facts), FACTS.get(leaf["kind"], ""))
    named = dict(read_named(Record(facts), FACTS["accessed"])) if leaf["kind"] == "accessed" else {}
    leaf["access"] = (named["previous"], named.get("people"), named.get("root")) if named else None
    leaf["erased"] = (Record(facts).c(), facts[4:36]) if leaf["kind"] in ("erased", "forgotten") else (0, None)
    leaf["person"] = r.H()
    need(r.at == len(data), "a leaf that is too long")
    return leaf


def read_named(r, grammar):
    for word in grammar.split():
        name, form = word.split(":")
        value = r.opt(lambda: True) if form == "?" else getattr(r, form)()
        if form == "?" and not value:
            break
        yield name, value


def read_facts(r, grammar):
    said, texts = [], []
    forms = dict(word.split(":") for word in grammar.split())
    for name, value in read_named(r, grammar):
        form = forms[name]
        if value is not None and form == "H":
            texts.append((name, value))
        elif value is not None and name != "-" and form != "h":
            said.append("%s %s" % (name, value.hex() if form == "b" else value))
    return said, texts


def read_person(data, kind):
    r = Record(data)
    need(r.take(1) == b"P", "no private part")
    r.take(32)
    person = {"surrogate": r.b(), "previous": r.i(), "user": r.H(), "scope": r.H(), "values": r.H()}
    returned = r.i()
    events = [(r.i(), r.i(), r.take(1)) for _ in range(r.c())]
    for _ in range(r.c()):
        r.i(), r.h()
    person["size"] = returned + sum(1 for event in events if event[1] > returned)
    if kind == "intended":
        _, person["size"] = r.i(), r.i()
    if person["values"] is None:
        person["size"] = 0
    return person


def sized(data):
    return struct.pack(">I", len(data)) + data


def optional(text):
    return b"\x00" if text is None else b"\x01" + sized(text.encode())


def salted(mark, salt, *rest):
    salt = bytes.fromhex(salt)
    need(len(salt) == 16, "a salt of another length")
    return leaf_hash(mark + sized(salt) + b"".join(rest))


def read_opening(data):
    """An opening in its one spelling: as it is when written again."""
    raw = json.loads(data.decode())
    want = {
        "person": raw["person"],
        "user": raw["user"] and {name: raw["user"][name] for name in ("salt", "system", "key")},
        "cells": [
            {name: cell[name] for name in "ordinal salt field item form value label proof".split()}
            for cell in raw["cells"]
        ],
        "texts": [{name: text[name] for name in ("slot", "salt", "content")} for text in raw["texts"]],
        "erased": [
            {name: slot[name] for name in "slot number commitment proof erasure place way".split()}
            for slot in raw["erased"]
        ],
        "people": [{name: place[name] for name in ("place", "member", "proof")} for place in raw["people"]],
    }
    spelled = json.dumps(want, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    need(spelled == data, "an opening spelled otherwise")
    for text in hexadecimal(want):
        need(text == text.lower(), "an opening spelled otherwise")
    return want


def hexadecimal(opening):
    yield opening["person"] or ""
    yield (opening["user"] or {"salt": ""})["salt"]
    for part in opening["cells"] + opening["texts"] + opening["erased"] + opening["people"]:
        yield part.get("salt", "")
        yield part.get("member", "")
        yield part.get("commitment", "")
        yield from part.get("proof", []) + part.get("way", [])


def hashes_of(texts):
    return [bytes.fromhex(text) for text in texts]


def check_erased(slot, leaf, person, leaves):
    """Checks that something of an entry was erased by a later one."""
    for name in ("number", "erasure", "place"):
        need(type(slot[name]) is int, "no number")
    commitment, mark = bytes.fromhex(slot["commitment"]), b"T"
    need(len(commitment) == 32, "no commitment")
    if slot["slot"].isdigit():
        ordinal, mark = number(slot["slot"]), b"V"
        root = include(ordinal - 1, person["size"], commitment, hashes_of(slot["proof"]))
        need(root == person["values"], "another value")
    else:
        mine = dict(leaf["texts"]).get(slot["slot"])
        if slot["slot"] == "user":
            mine, mark = person["user"], b"U"
        need(mine == commitment and slot["proof"] == [], "another text or user")
    count, root = leaves[slot["erasure"]]["erased"]
    item = leaf_hash(b"E" + mark + struct.pack(">q", slot["number"]) + commitment)
    need(slot["erasure"] > leaf["entry"], "erased before it was there")
    need(include(slot["place"], count, item, hashes_of(slot["way"])) == root, "not erased")


def check_people(leaf, places):
    """Checks places in the tree over the people of a reading; gives them."""
    last, before, found = -1, b"", []
    for place in places:
        need(type(place["place"]) is int and place["place"] > last, "people out of order")
        member, (_, count, root) = bytes.fromhex(place["member"]), leaf["access"]
        need(len(member) == 32 and member > before, "people out of order")
        need(include(place["place"], count, member, hashes_of(place["proof"])) == root, "other people")
        last, before = place["place"], member
        found.append((last, member))
    return found


def open_entry(leaf, opening, leaves):
    """Checks what is opened of an entry, and puts it beside its leaf."""
    entry = dict(leaf, surrogate=None, previous=None, size=0, user=None, cells=[], opened={}, gone=opening["erased"], commitment=None)
    entry["places"] = check_people(leaf, opening["people"])
    slots = iter(leaf["texts"])
    for text in opening["texts"]:
        commitment = next((hash for slot, hash in slots if slot == text["slot"]), None)
        mine = salted(b"T", text["salt"], sized(text["content"].encode()))
        need(mine == commitment, "another text")
        entry["opened"][text["slot"]] = text["content"]
    known = list(entry["opened"]) + [str(cell["ordinal"]) for cell in opening["cells"]]
    known += [slot["slot"] for slot in opening["erased"]] + ["user"] * bool(opening["user"])
    need(len(set(known)) == len(known), "something that is shown and erased")
    if opening["person"] is None:
        need(opening["user"] is None and not opening["cells"], "no private part")
        for slot in opening["erased"]:
            check_erased(slot, leaf, {}, leaves)
        return entry
    data = bytes.fromhex(opening["person"])
    need(sha(data) == leaf["person"], "another private part")
    person = read_person(data, leaf["kind"])
    entry.update({name: person[name] for name in ("surrogate", "previous", "size")})
    entry["commitment"] = person["user"]
    if opening["user"]:
        user = opening["user"]
        parts = [sized(user["system"].encode()), sized(person["surrogate"]), sized(user["key"].encode())]
        need(salted(b"U", user["salt"], *parts) == person["user"], "another user")
        entry["user"] = user["system"] + " " + user["key"]
    last = 0
    for cell in opening["cells"]:
        need(type(cell["ordinal"]) is int and cell["ordinal"] > last, "values out of order")
        last = cell["ordinal"]
        need(type(cell["item"]) is int and type(cell["form"]) is int, "no number")
        parts = [sized(cell["field"].encode()), struct.pack(">qq", cell["item"], cell["form"])]
        hash = salted(b"V", cell["salt"], *parts, optional(cell["value"]), optional(cell["label"]))
        root = include(last - 1, person["size"], hash, hashes_of(cell["proof"]))
        need(root == person["values"], "another value")
    for slot in opening["erased"]:
        check_erased(slot, leaf, person, leaves)
    entry["cells"] = opening["cells"]
    return entry


def shown_cell(cell):
    return cell["field"] + ("[%d]" % cell["item"] if cell["item"] else "")


def shown(cell):
    lists = {32: "(empty list)", 33: "(null instead of a list)", 34: "(no list)", 35: "(gone)"}
    form = cell["form"]
    if form in lists:
        return lists[form]

    def part(kind, text):
        return {2: "null", 3: "absent"}.get(kind, text or "")

    value = part(form % 4, cell["value"])
    return "%s (%s)" % (value, part(form // 4 - 1, cell["label"])) if 4 <= form < 12 else value


def people_of(entries):
    people = {}
    for entry in entries:
        if entry["surrogate"] is None:
            continue
        person = people.setdefault(
            entry["surrogate"],
            {
                "shown": entry["user"] or "person " + entry["surrogate"][:4].hex(),
                "last": 0,
                "all": True,
                "surrogate": entry["surrogate"],
                "commitment": entry["commitment"],
            },
        )
        person["all"] = person["all"] and entry["previous"] == person["last"]
        person["last"] = entry["entry"]
    return people


def showed(reading, commitment):
    """Whether a reading of several people showed a person; None if that is not shown."""
    _, count, _ = reading["access"]
    if count is None:
        return None
    if commitment is None:
        return False if count == 0 else None
    if commitment in [member for _, member in reading["places"]]:
        return True
    below = max([place for place, member in reading["places"] if member < commitment], default=-1)
    above = min([place for place, member in reading["places"] if member > commitment], default=count)
    return False if below + 1 == above else None


def accesses_of(entries, person):
    """Who looked at a person: from which entry to which that is all, or None if there is no chain."""
    own = [entry for entry in entries if entry["surrogate"] == person["surrogate"]]
    readings = {entry["entry"]: entry for entry in entries if entry["access"] and not entry["person"]}
    alone = [entry for entry in own if entry["access"]]
    ends = list(readings.values())[-1:] + alone[-1:]
    if not ends:
        return None
    last = max(ends, key=lambda entry: entry["entry"])
    if not readings and last["access"][0] != 0:
        return None
    first = 1
    for before, entry in zip([None] + own, own):
        if entry["previous"] != (before["entry"] if before else 0):
            first = entry["previous"] + 1
    at = last["access"][0] if last["person"] else last["entry"]
    while at != 0:
        reading = readings.get(at)
        unknown = reading and reading["access"][1] is not None and showed(reading, person["commitment"]) is None
        if not reading or unknown or reading["access"][0] >= at:
            first = max(first, at + 1)
            break
        at = reading["access"][0]
    through = min(own[-1]["entry"], last["entry"])

    def covered(some):
        return [entry["entry"] for entry in some if first <= entry["entry"] <= through]

    among = [entry for entry in readings.values() if showed(entry, person["commitment"])]
    open = [entry for entry in readings.values() if entry["access"][1] is None]
    range = (first, through) if first <= through else None
    return {"range": range, "alone": covered(alone), "among": covered(among), "any": covered(open)}


def moment(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def withheld(entry):
    return entry["size"] - len(entry["cells"]) - sum(slot["slot"].isdigit() for slot in entry["gone"])


def rows_of(entry, people, looked):
    number = str(entry["entry"])
    who = people[entry["surrogate"]]["shown"] if entry["surrogate"] is not None else ""
    who = "withheld" if entry["person"] and entry["surrogate"] is None else who
    yield number, moment(entry["recorded_at"] // 1000), entry["kind"], who, "", ", ".join(entry["said"])
    gone = {slot["slot"] for slot in entry["gone"]}
    for slot, _ in entry["texts"]:
        if slot not in gone:
            told = slot in entry["opened"]
            yield number, "", "text" if told else "withheld", "", slot, entry["opened"].get(slot, "")
    for person in looked if entry["access"] and not entry["person"] else []:
        shows = showed(entry, person["commitment"])
        word = "any person" if entry["access"][1] is None else {True: "shown", False: "not shown"}.get(shows)
        if word:
            yield number, "", "people", person["shown"], "", word
    for cell in entry["cells"]:
        yield "%s.%d" % (number, cell["ordinal"]), "", "value", "", shown_cell(cell), shown(cell)
    for slot in entry["gone"]:
        is_value = slot["slot"].isdigit()
        address = number + "." + slot["slot"] if is_value else number
        yield address, "", "erased", "", "" if is_value else slot["slot"], "by entry %d" % slot["erasure"]
    if withheld(entry) > 0:
        yield number, "", "withheld", "", "", "%d of %d values" % (withheld(entry), entry["size"])


def rows_behind(people, accesses, cosigned, older):
    for person in people.values():
        text = "all entries up to %d are shown" if person["all"] else "not all entries up to %d are shown"
        yield "", "", "person", person["shown"], "", text % person["last"]
    for person, found in accesses:
        counts = tuple(len(found[name]) for name in ("alone", "among", "any"))
        text = "%d alone, %d among others, %d of any person; " % counts
        text += "complete from entry %d to entry %d" % found["range"] if found["range"] else "not complete"
        yield "", "", "accesses", person["shown"], "", text
    for key, seconds in cosigned:
        yield "", moment(seconds), "cosigned", key.name, "", ""
    for size in older:
        yield "", "", "continues", "", "", "%d entries" % size


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def check_report(rest, trusted, size, root):
    """Checks what the log's key says of a report; gives its row of the page."""
    digest = sha(rest.pop("report")).hex()
    text, _, line = rest.pop("report.note").rpartition(b"\n\n")
    need(line.endswith(b"\n"), "no note")
    check_line(line[:-1].decode(), trusted, text + b"\n", None)
    name = text.decode().split("\n")[-1]
    lines = ["rollbook report", str(size), base64.b64encode(root).decode(), digest, name]
    need("\n".join(lines).encode() == text and name, "a statement about something else")
    return [("", "", "report", "", name, "sha256:" + digest)]


def verify(files, trusted, now=None):
    """Verifies the files of a bundle, by their paths; gives what they show, or raises Refused."""
    rest = dict(files)
    manifest = rest.pop("MANIFEST")
    lines = ["%s  %s\n" % (sha(rest[path]).hex(), path) for path in sorted(rest, key=str.encode)]
    need(manifest == ("audit-bundle/v1\n" + "".join(lines)).encode(), "another manifest")
    names = rest.pop("policy").decode().split("\n")
    need(len(names) >= 3 and names[0] == "log " + trusted.text, "another log")
    need(names[-2:] == ["quorum none", ""], "another policy")
    keys = [trusted]
    for place, line in enumerate(names[1:-2], 1):
        need(line.startswith("witness w%d " % place), "another policy")
        keys.append(Key(line.split(" ", 2)[2]))
        need(keys[-1].type == 4, "a witness with another kind of key")
    head = rest.pop("checkpoint")
    size, root, alone, seconds = note(head, keys, now)
    need(rest.pop("checkpoint.log") == alone, "another checkpoint.log")
    rest.pop("checkpoint.log.tsr", None)
    leaves = {}
    for entry in sorted(number(path[7:-5]) for path in rest if path.endswith(".leaf")):
        data = rest.pop("events/%d.leaf" % entry)
        proof = rest.pop("events/%d.tlog-proof" % entry)
        top, _, same = proof.partition(b"\n\n")
        need(same == head, "a proof against another checkpoint")
        top = top.decode().split("\n")
        need(top[:2] == ["c2sp.org/tlog-proof@v1", "index %d" % (entry - 1)], "another proof")
        hashes = [unbase64(line) for line in top[2:]]
        need(include(entry - 1, size, leaf_hash(data), hashes) == root, "an entry that is not there")
        leaves[entry] = read_leaf(data)
        need(leaves[entry]["entry"] == entry, "another entry")
    entries = []
    for entry, leaf in leaves.items():
        nothing = {"person": None, "user": None, "cells": [], "texts": [], "erased": [], "people": []}
        path = "openings/%d.json" % entry
        opening = read_opening(rest.pop(path)) if path in rest else nothing
        need(path not in files or opening != nothing, "an opening of nothing")
        entries.append(open_entry(leaf, opening, leaves))
    older = []
    sizes = [path[12:-11] for path in rest if path.startswith("consistency/") and path[-11:] == ".checkpoint"]
    for old in sorted(map(number, sizes)):
        old_size, old_root, _, _ = note(rest.pop("consistency/%d.checkpoint" % old), [trusted], now)
        top, _, same = rest.pop("consistency/%d" % old).partition(b"\n\n")
        top = top.decode().split("\n")
        need(old_size == old and top[0] == "old %d" % old and same == head, "another request")
        hashes = [unbase64(line) for line in top[1:]]
        need(consistent(old, old_root, size, root, hashes), "a log that does not continue")
        older.append(old)
    people = people_of(entries)
    accesses = [(person, accesses_of(entries, person)) for person in people.values()]
    accesses = [(person, found) for person, found in accesses if found]
    looked = [person for person, _ in accesses]
    report = check_report(rest, trusted, size, root) if "report" in rest else []
    parts = rest.pop("report.html").split(b"<!-- | -->")
    rows = [row for entry in entries for row in rows_of(entry, people, looked)]
    rows += list(rows_behind(people, accesses, list(zip(keys[1:], seconds)), older)) + report
    rows = ("".join("<td>%s</td>" % escape(column) for column in row) for row in rows)
    body = "".join("<tr>%s</tr>\n" % row for row in rows)
    need(len(parts) == 5 and parts[1] == escape(head.decode()).encode(), "another page")
    need(parts[3] == body.encode(), "a page that tells something else")
    need(sha(parts[0] + parts[2] + parts[4]).hex() == PAGE_DIGEST, "a page of another make")
    need(not rest, "files that nothing was checked of")
    return {
        "size": size,
        "root": root.hex(),
        "cosigned": len(seconds),
        "report": bool(report),
        "continues": older,
        "entries": [entry["entry"] for entry in entries],
        "values": sum(len(entry["cells"]) for entry in entries),
        "erased": sum(len(entry["gone"]) for entry in entries),
        "withheld": sum(withheld(entry) for entry in entries),
        "people": [[person["shown"], person["all"]] for person in people.values()],
        "accesses": [found for _, found in accesses],
    }


def judged(files, trusted, now=None):
    """What a bundle shows, or why it is refused: bytes that cannot be read are refused, too."""
    try:
        return verify(files, trusted, now), None
    except (Refused, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error) as refusal:
        return None, "%s: %s" % (type(refusal).__name__, refusal)


def read_folder(folder):
    files = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, folder).replace(os.sep, "/")] = file.read()
    return files


if __name__ == "__main__":
    findings, refusal = judged(read_folder(sys.argv[1]), Key(sys.argv[2]), time.time())
    if refusal:
        sys.exit("refused: " + refusal)
    print(json.dumps(findings, ensure_ascii=False, separators=(",", ":")))
