#!/usr/bin/env python3
"""Reads a built site: check.py FOLDER. Each link to it leads to a file and, with #, to a place in it; nothing is loaded from elsewhere."""
import os
import re
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

LOADS = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src"), ("audio", "src"), ("link", "href")}


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.names, self.links = set(), []
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if value and (name == "id" or (tag == "a" and name == "name")):
                self.names.add(value)
            if value is not None and ((tag, name) in LOADS or (tag == "a" and name == "href")):
                self.links.append((tag, value))


def files_of(root, suffixes):
    return [os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names if name.endswith(suffixes)]


def main(root):
    root = os.path.abspath(root)
    pages = {path: Page(path) for path in files_of(root, ".html")}
    faults, count = [], 0
    for path, page in pages.items():
        for tag, link in page.links:
            count += 1
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if tag != "a" and parts.scheme != "data":
                    faults.append((path, link, "is loaded from elsewhere"))
                elif parts.scheme not in ("https", "http", "mailto", "data"):
                    faults.append((path, link, "is no link for a browser"))
                continue
            target = os.path.normpath(os.path.join(os.path.dirname(path), unquote(parts.path))) if parts.path else path
            if not target.startswith(root + os.sep) or not os.path.isfile(target):
                faults.append((path, link, "leads to no file"))
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].names:
                faults.append((path, link, "leads to no place in its page"))

    # What scripts and style sheets load. Diagrams, formulas and other languages are loaded by pages that have some, and the older form of the
    # icons by browsers that are older than the rest of it.
    for path in files_of(root, (".js", ".css")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        found = re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"' if path.endswith(".js") else r'url\("?(?!data:)([^)"]+)"?\)', text)
        for link in (link for link in found if not re.search(r"/(mermaid|tex-svg|lunr\.)|\.woff(\?|$)", link)):
            count += 1
            if not os.path.isfile(os.path.join(os.path.dirname(path), link.split("?")[0])):
                faults.append((path, link, "leads to no file"))

    for path, link, fault in sorted(faults):
        print(f"{os.path.relpath(path, root)}: {link} {fault}", file=sys.stderr)
    if not pages:
        sys.exit(f"{root} holds no page.")
    print(f"{len(pages)} pages, {count} links, {len(faults)} that lead nowhere")
    sys.exit(1 if faults else 0)


if len(sys.argv) != 2:
    sys.exit("Usage: eng/site/check.py FOLDER")
main(sys.argv[1])
