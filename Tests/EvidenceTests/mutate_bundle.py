#!/usr/bin/env python3
"""Changes single bytes of a bundle: mutate_bundle.py FOLDER KEY SEED COUNT

Each change is tried twice: as it is, and with the manifest made anew. Prints how many were refused of
how many, and exits with 1, naming the changes, where one was not.
"""
import json, random, sys

from verify_bundle import Key, judged, read_folder, sha


def rebuilt(files):
    paths = sorted((path for path in files if path != "MANIFEST"), key=str.encode)
    lines = ["%s  %s\n" % (sha(files[path]).hex(), path) for path in paths]
    return dict(files, MANIFEST=("audit-bundle/v1\n" + "".join(lines)).encode())


def changes(files, seed, count):
    draw = random.Random(seed)
    places = [(path, len(files[path])) for path in sorted(files)]
    for _ in range(count):
        path = draw.choices([p for p, _ in places], [length for _, length in places])[0]
        at, by = draw.randrange(len(files[path])), draw.randrange(1, 256)
        data = bytearray(files[path])
        data[at] ^= by
        yield "%s at %d by %02x" % (path, at, by), dict(files, **{path: bytes(data)})


def main():
    folder, key, seed, count = sys.argv[1], Key(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    files = read_folder(folder)
    findings, refusal = judged(files, key)
    if refusal:
        sys.exit("the bundle itself is refused: " + refusal)
    refused, tried, accepted = 0, 0, []
    for name, changed in changes(files, seed, count):
        variants = [changed]
        if not name.startswith("MANIFEST "):
            variants.append(rebuilt(changed))
        for files_of_variant in variants:
            tried += 1
            if judged(files_of_variant, key)[1]:
                refused += 1
            else:
                accepted.append(name)
    print(json.dumps({"findings": findings, "refused": refused, "tried": tried}))
    if accepted:
        sys.exit("accepted with seed %d: %s" % (seed, "; ".join(accepted)))


main()
