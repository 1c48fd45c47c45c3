#!/usr/bin/env python3
"""Makes a manual page of each command from the program's own help.

    man.py ROLLBOOK FOLDER DATE

It writes rollbook.1, and rollbook-COMMAND.1 for each command, into the folder. DATE is the date at
the foot of the pages, as 2026-01-31.
"""

import json
import pathlib
import re
import subprocess
import sys

HIDDEN = {"help"}


def escaped(text):
    """Text that roff prints as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def inline(text):
    """A sentence; what is in backquotes is bold."""
    pieces = re.split(r"`([^`]+)`", text)
    marked = [f"\\fB{escaped(p)}\\fR" if n % 2 else escaped(p) for n, p in enumerate(pieces)]
    return "".join(marked)


def paragraphs(discussion):
    """A discussion, whose examples and tables are printed line by line."""
    lines = []
    for paragraph in discussion.strip("\n").split("\n\n"):
        fixed = []
        for line in paragraph.split("\n"):
            if line.startswith(" "):
                fixed.append(escaped(line))
                continue
            if fixed:
                lines += [".RS 4", ".nf", *fixed, ".fi", ".RE"]
                fixed = []
            else:
                lines += [".PP"] if not lines or lines[-1] != ".PP" else []
            lines.append(inline(line))
        if fixed:
            lines += [".RS 4", ".nf", *fixed, ".fi", ".RE"]
    return lines


def split(discussion):
    """What is said of a command, and its examples."""
    said, _, examples = (discussion or "").partition("Examples:\n")
    return said.strip("\n"), examples.rstrip("\n")


def names(argument):
    """An option as it is typed: -y, --yes; --to to."""
    typed = []
    for name in sorted(argument["names"], key=lambda name: name["kind"] == "long"):
        dashes = "--" if name["kind"] == "long" else "-"
        typed.append(f"\\fB{escaped(dashes + name['name'])}\\fR")
    value = f" \\fI{escaped(argument['valueName'])}\\fR" if argument["kind"] == "option" else ""
    return ", ".join(typed) + value


def described(argument):
    text = inline(argument.get("abstract", ""))
    if "allValues" in argument:
        text += f" One of {escaped(', '.join(argument['allValues']))}."
    if argument.get("defaultValue") and argument["kind"] != "flag":
        text += f" Otherwise {escaped(argument['defaultValue'])}."
    if argument.get("discussion"):
        text += "\n.br\n" + inline(argument["discussion"])
    return text


def synopsis(words, arguments):
    """The command line; an option that must be given is spelt out."""
    parts = [f"\\fB{escaped(' '.join(words))}\\fR"]
    if any(a["kind"] != "positional" and a["isOptional"] for a in arguments):
        parts.append("[\\fIoptions\\fR]")
    for argument in arguments:
        if argument["kind"] == "positional":
            name = f"\\fI{escaped(argument['valueName'])}\\fR"
            name += " ..." if argument["isRepeating"] else ""
            parts.append(f"[{name}]" if argument["isOptional"] else name)
        elif not argument["isOptional"]:
            parts.append(names(argument))
    return " ".join(parts)


def page(words, command, date, version):
    name = "-".join(words)
    arguments = [a for a in command.get("arguments", []) if a.get("shouldDisplay", True)]
    children = [c for c in command.get("subcommands", []) if c["commandName"] not in HIDDEN]
    said, examples = split(command.get("discussion"))
    lines = [
        f'.TH "{name.upper()}" 1 "{date}" "Rollbook {version}" "Rollbook"',
        ".nh", ".ad l", ".SH NAME", f"{escaped(name)} \\- {escaped(command['abstract'].rstrip('.'))}",
        ".SH SYNOPSIS",
        synopsis(words, arguments) + (" \\fIcommand\\fR" if children else ""),
    ]
    if said:
        lines += [".SH DESCRIPTION", *paragraphs(said)[1:]]
    positional = [a for a in arguments if a["kind"] == "positional"]
    if positional:
        lines.append(".SH ARGUMENTS")
        for argument in positional:
            lines += [".TP", f"\\fI{escaped(argument['valueName'])}\\fR", described(argument)]
    if children:
        lines.append(".SH COMMANDS")
        for child in children:
            child_name = escaped("-".join([*words, child["commandName"]]))
            lines += [".TP", f"\\fB{child_name}\\fR(1)", inline(child["abstract"])]
    options = [a for a in arguments if a["kind"] != "positional"]
    if options:
        lines.append(".SH OPTIONS")
        for argument in options:
            lines += [".TP", names(argument), described(argument)]
    if examples:
        lines += [".SH EXAMPLES", ".nf", *[escaped(e.strip()) for e in examples.split("\n")], ".fi"]
    if len(words) == 1:
        lines += [
            ".SH FILES", ".TP", "\\fBrollbook.yaml\\fR",
            "The settings, in the working folder unless \\fB\\-\\-config\\fR names another file.",
            ".TP", "\\fB/usr/share/doc/rollbook/docs\\fR",
            "Every command with an example, settings, exit codes, errors (\\fBcli.md\\fR); the service "
            "(\\fBservice.md\\fR); what to do on a bad day (\\fBrunbook.md\\fR).",
        ]
    else:
        lines += [".SH SEE ALSO", "\\fBrollbook\\fR(1)"]
    yield name, "\n".join(lines) + "\n"
    for child in children:
        yield from page([*words, child["commandName"]], child, date, version)


def main():
    program, folder, date = sys.argv[1:]
    run = lambda word: subprocess.run(
        [program, word], check=True, capture_output=True, text=True
    ).stdout
    root = json.loads(run("--experimental-dump-help"))["command"]
    version = run("--version").strip()
    for name, text in page([root["commandName"]], root, date, version):
        (pathlib.Path(folder) / f"{name}.1").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
