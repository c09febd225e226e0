"""Evidence as end notes: a number at each item that leads to its sentence, and back.

On a screen the evidence opens in place; on paper and in a book it is a raised number.
"""

from __future__ import annotations

from briefing.packs import html_tree
from briefing.packs.chapters import Chapter, Links, anchor
from briefing.packs.html_tree import Element

STYLE = """
.land{fill:#e6e2d7}.tinted{fill:#b3a98f;stroke:#fff;stroke-width:3}.spot{fill:#1b1c1e}
.strip rect{fill:#1b1c1e}.strip .office{fill:#6b6c6e}.strip .body{fill:#b4b5b6}.strip .unnamed{fill:#e8c9c2}
.state-box{fill:#fff;stroke:#85817a}.tie{fill:none;stroke:#46494f;stroke-width:2.2}
.tie.with{stroke:#0b544a;stroke-width:3}.tie.against{stroke:#8d2916;stroke-dasharray:8 5}
.tie.contact{stroke-dasharray:2 6}.tip{fill:#46494f}.tip.against{fill:#8d2916}.tip.with{fill:#0b544a}
text{font-family:"Source Sans 3","DejaVu Sans",sans-serif;fill:#1b1c1e}
.state-name{font-weight:bold;font-size:12.5px}
.tie-words{font-size:13px;paint-order:stroke;stroke:#fff;stroke-width:9px}
"""
"""A drawing in a book has its style with it: what reads a book looks for none around it."""


def number(brief: Chapter, notes: Chapter | None, links: Links, back: str) -> None:
    """Make the evidence of a brief numbers that lead to `notes`, its source, or to its own end notes.

    On paper one way back is enough; where a reader follows links every item has its own.
    `back` is the word for the way back, as a reader who hears the page is told it.
    """
    own = notes is None
    if notes is not None:
        lines = _sentences(notes)
        _take_out_signs(notes)
    else:
        lines = _own_notes(brief)
    holder = notes or brief
    used: dict[int, list[str]] = {}
    for count, details in enumerate(
        [e for e in brief.root.iter("details") if "ev" in html_tree.classes(e)], 1
    ):
        _become_number(details, brief, holder, links, lines, used, count, own=own)
    for line, references in used.items():
        _lead_back(lines[line], brief, links, references[:1] if own else references, back)


def _sentences(source: Chapter) -> dict[int, Element]:
    found = {}
    for element in html_tree.with_class(source.root, "s"):
        sentence = element.get("id", "").rpartition("-s")[2]
        if sentence.isdigit():
            found[int(sentence)] = element
    return found


def _take_out_signs(source: Chapter) -> None:
    html_tree.replace(source.root, lambda child: None if "sign" in html_tree.classes(child) else child)


def _own_notes(brief: Chapter) -> dict[int, Element]:
    found = {}
    for section in html_tree.with_class(brief.root, "endnotes"):
        for item in section.iter("li"):
            line = int(item.attrib.pop("value", "0"))
            item.set("id", anchor(brief.key, f"note{line}"))
            label = html_tree.made("a", str(line), class_="n")
            label.tail = " " + (item.text or "")
            item.text = ""
            item.insert(0, label)
            found[line] = item
    return found


def _become_number(
    details: Element,
    brief: Chapter,
    holder: Chapter,
    links: Links,
    lines: dict[int, Element],
    used: dict[int, list[str]],
    count: int,
    *,
    own: bool,
) -> None:
    line = int(details.get("data-n", "0"))
    label = next((html_tree.text_of(e) for e in details.iter("span") if e.get("aria-hidden")), "")
    tail, name = details.tail, anchor(brief.key, f"r{count}")
    details.clear()
    details.tag, details.tail = "sup", tail
    details.set("class", "ref")
    if line not in lines:
        details.text = label
        return
    target = links.address(holder.key, lines[line].get("id", ""))
    link = html_tree.made("a", label, id=name, href="#" + lines[line].get("id", "") if own else target)
    link.set("role", "doc-noteref")
    details.append(link)
    used.setdefault(line, []).append(name)


def _lead_back(line: Element, brief: Chapter, links: Links, references: list[str], back: str) -> None:
    """Make the sentence's number lead to the first item that cites it; more of them get letters."""
    label = next(e for e in line if "n" in html_tree.classes(e))
    label.set("href", links.address(brief.key, references[0]))
    label.set("role", "doc-backlink")
    label.set("aria-label", back.format(number=html_tree.text_of(label)))
    for count, name in enumerate(references[1:], 1):
        extra = html_tree.made(
            "a", chr(ord("a") + min(count, 25)), class_="n", href=links.address(brief.key, name)
        )
        extra.set("role", "doc-backlink")
        extra.set("aria-label", back.format(number=f"{html_tree.text_of(label)}{extra.text}"))
        place = list(line).index(label) + count
        previous = line[place - 1]
        extra.tail, previous.tail = " " + (previous.tail or "").lstrip(" "), " "
        line.insert(place, extra)


def draw(chapter: Chapter) -> None:
    """Give drawings a style of their own."""
    for drawing in chapter.root.iter("svg"):
        drawing.insert(0, html_tree.made("style", STYLE))
