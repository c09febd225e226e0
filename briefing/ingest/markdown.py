"""Markdown -> its words without its marks, by markdown-it-py; what is no text is named.

Emphasis, links, quotes, lists, headings and tables give their words; pictures, code, footnotes, comments
and the short codes of site generators are left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct

from briefing.ingest.html_text import plain as html_plain
from briefing.ingest.received import named

_NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ ]{4}|\n\t)))*)", re.M)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_INLINE_NOTE = re.compile(r"\^\[([^\[\]]*)\]")
_COMMENT = re.compile(r"%%(.*?)%%|<!--(.*?)-->|\{::comment\}(.*?)\{:/comment\}", re.S)
_SHORT = re.compile(r"\{\{[<%].*?[%>]\}\}|\{%.*?%\}|\{\{[^{}\n]*\}\}")
_ATTRIBUTES = re.compile(r"(?<=\S)[ \t]*\{:?[ \t]*[.#][^{}\n]*\}|^[ ]{0,3}\{:[^{}\n]*\}[ \t]*$", re.M)
_EMBED = re.compile(r"!\[\[([^\]]*)\]\]")
_WIKI = re.compile(r"\[\[(?:[^\]|\n]*\|)?([^\]|\n]*)\]\]")
_CALLOUT = re.compile(r"^((?:[ ]{0,3}>[ ]?)+)\[!\w+\][+-]?", re.M)
_BLOCK_ID = re.compile(r"[ \t]+\^[\w-]+[ \t]*$", re.M)
_HIGHLIGHT = re.compile(r"==([^=\n]+)==")


class MarkdownText(Struct, frozen=True):
    """The words of Markdown, its first heading, and what was left out."""

    text: str
    title: str | None
    left_out: tuple[str, ...]


def has_marks(source: str) -> bool:
    """Return whether Markdown reads otherwise than it stands: its marks would count as words."""
    found = plain(source)
    return bool(found.left_out) or " ".join(found.text.split()) != " ".join(source.split())


def plain(source: str) -> MarkdownText:
    """Return the words of Markdown, an empty line between paragraphs."""
    left_out: list[str] = []
    source = _without_extensions(source.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"), left_out)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    paragraphs: list[str] = []
    title = None
    for number, token in enumerate(tokens):
        if token.type == "inline":
            words = _inline(token.children or (), left_out)
            if title is None and number and tokens[number - 1].type == "heading_open" and words.strip():
                title = " ".join(words.split())
            paragraphs.append(words)
        elif token.type in ("fence", "code_block"):
            left_out.append(named("a block of code", token.content))
        elif token.type == "html_block":
            paragraphs.append(html_plain(token.content))
    return MarkdownText(
        "\n\n".join(words.strip() for words in paragraphs if words.strip()), title, tuple(left_out)
    )


def _without_extensions(source: str, left_out: list[str]) -> str:
    """Leave out what CommonMark does not know: notes, comments, short codes, links of a notebook."""

    def away(what: str, group: int = 0) -> object:
        def take(found: re.Match[str]) -> str:
            words = found[group] if group else next((part for part in found.groups() if part), found[0])
            left_out.append(named(what, words))
            return ""

        return take

    source = _COMMENT.sub(away("a comment"), source)  # type: ignore[call-overload]
    source = _NOTE.sub(away("a footnote", 2), source)  # type: ignore[call-overload]
    source = _INLINE_NOTE.sub(away("a footnote", 1), source)  # type: ignore[call-overload]
    source = _NOTE_MARK.sub("", source)
    source = _SHORT.sub(away("a short code"), source)  # type: ignore[call-overload]
    source = _EMBED.sub(away("an embedded file", 1), source)  # type: ignore[call-overload]
    source = _WIKI.sub(r"\1", source)
    source = _CALLOUT.sub(r"\1", source)
    source = _BLOCK_ID.sub("", source)
    source = _HIGHLIGHT.sub(r"\1", source)
    return _ATTRIBUTES.sub("", source)


def _inline(children: Sequence[Token], left_out: list[str]) -> str:
    words = []
    for token in children:
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif token.type == "image":
            left_out.append(named("a picture", token.content))
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            words.append("\n")
    return "".join(words)
