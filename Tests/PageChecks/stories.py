"""What people do with the pages, story by story; each goes on where the one before ended."""

HOSTILE = [
    '<script>document.title="x"</script>', '"><img src=x onerror=alert(1)>',
    '"\u0301 onfocus=alert(1) autofocus x="', "</bdi></dd></main><h1 id=foreign>", "\u202efdp.exe\u202c",
    "'\u0338><svg onload=alert(1)>",
]


def story(stories):
    """Adds a story to a list; its first line says what happens in it."""
    return lambda tell: stories.append(tell) or tell


def quoted(text):
    return '"' + text.replace('"', '""') + '"'
