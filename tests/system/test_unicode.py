"""Texts of every kind of letter and line end: offsets hold through the whole build, or the file is refused.

And what nobody sees: it is reported, and changes neither what a title nor what a slug seems to say.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from briefing import drafting, lexicon
from briefing.extract import pipeline
from briefing.model import NO_REFERENCE, SeedError, grounding
from briefing.review import checks
from briefing.storage import briefs, desk, encodings, seed_files
from briefing.text import invisible, terminal
from tests import desks, hostile

TEXT = (
    "GENEVA — President {name} met Bob Cole in Paris on Friday. {name} said that “the talks” would go on.\n\n"
    "During the Cold War, the US viewed the Soviet Union as the greatest threat. "
    "Today it views China as the greatest threat. The treaty was signed in May 2020.\n"
)
NAMES = {
    "plain": "Ann Lee",
    "composed": "Zoë Müller",
    "decomposed": unicodedata.normalize("NFD", "Zoë Müller"),
    "piled marks": "Zo\u0308\u0323\u0301\u0302 Lee",
    "Vietnamese": "Nguyễn Phú Trọng",
    "Vietnamese, decomposed": unicodedata.normalize("NFD", "Nguyễn Phú Trọng"),
    "Cyrillic": "Сергей Шойгу",
    "Hebrew": "דוד לוי",
    "Arabic": "محمد الخطيب",
    "Persian with a joiner": "علی\u200cرضا",
    "Chinese": "习近平",
    "outside of the first plane": "𝔄nn 𝔏ee 🕊️",
    "an emoji of several": "Ann 👩‍👩‍👧‍👦 Lee",
    "a flag of tags": "Ann 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f Lee",
    "Deseret": "𐐀𐐁 Lee",
    "turned around": "Ann \u202eeeL\u202c",
    "isolated": "Ann \u2067Lee\u2069",
    "zero width": "Ann\u200b Lee",
    "a mark in the middle": "Ann \ufeffLee",
    "tags": "Ann \U000e0041\U000e0042Lee",
    "a soft hyphen": "Ann\xad Lee",
    "a ligature": "Ann Ruﬀ",
    "wide": "Ａｎｎ Ｌｅｅ",
    "an escape": "Ann\x1b[31m Lee",
    "a separator": "Ann\u2028Lee",
    "a next line": "Ann\x85Lee",
}
ENDS = {"LF": "\n", "CR LF": "\r\n", "CR": "\r", "a form feed": "\n\f", "a vertical tab": "\n\v"}


def build(data: bytes, slug: str = "2025-03-01-case") -> desk.Entry:
    """Draft a seed and check every quote of it, as a build does."""
    article = seed_files.article(data, slug, slug)
    brief = pipeline.draft(article, lexicon.load(), NO_REFERENCE)
    grounding.require(brief, article, slug)
    for path, text, at in grounding.placed_words(brief):
        for span in at:
            assert article.body.start <= span.start < span.end <= len(article.text), path
        if text and "[" not in text:
            assert text == " […] ".join(span.of(article.text) for span in at), path
    return briefs.entry(brief, article, lexicon.load())


@pytest.mark.parametrize(
    "head",
    ["", "\ufeff", "---\ntitle: T\n---\n", "\ufeff---\ntitle: T\n---\n\n"],
    ids=["bare", "mark", "front", "both"],
)
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_offsets_hold(name: str, end: str, head: str) -> None:
    front = head.replace("\n", "\r\n") if end == "\r\n" else head
    entry = build((front + TEXT.format(name=name).replace("\n", end)).encode())
    assert entry.brief.statements, "the text holds a statement"
    assert entry.brief.comparison
    assert list(invisible.found(entry.brief.title)) == []


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_pages_are_made_and_hold_no_character_that_turns_or_steers(name: str) -> None:
    entry = build(TEXT.format(name=name).encode())
    made = desks.assembled([entry])
    for page in desks.rendered(made).values():
        turning = [
            c
            for c in page.body
            if unicodedata.bidirectional(c) in ("LRO", "RLO", "LRE", "RLE", "PDF", "RLI", "LRI", "FSI", "PDI")
        ]
        assert turning == []
        assert "\x1b" not in page.body
        assert terminal.data(page.data) == page.data
    feed = desks.raw(made)["feed.xml"].decode()
    assert "\x1b" not in feed
    assert "\u202e" not in feed


@pytest.mark.parametrize(
    ("data", "words", "hint"),
    [
        (b"Text\0text.", "NUL", "plain text"),
        (b"\xff\xfe" + "Text and more of it.".encode("utf-16-le"), "UTF-16", "iconv -f UTF-16"),
        ("The talks go on in Paris. ".encode("utf-16-le") * 3, "it looks like UTF-16LE", "iconv -f UTF-16LE"),
        ("The talks go on in Paris. ".encode("utf-16-be") * 3, "it looks like UTF-16BE", "iconv -f UTF-16BE"),
        ("The café’s owner, Señor Peña, agreed – “no deal”. ".encode("cp1252") * 3, "it looks like WINDOWS-1252", "iconv -f WINDOWS-1252"),
        ("The café owner, Señor Müller, agreed. ".encode("latin-1") * 3, "it looks like WINDOWS-1252", "letters with accents"),
        ("Министр заявил в пятницу, что переговоры продолжатся в Москве. ".encode("cp1251") * 3, "it looks like WINDOWS-1251", "iconv"),
        ("Министр заявил в пятницу, что переговоры продолжатся в Москве. ".encode("koi8-r") * 3, "it looks like KOI8-R", "iconv"),
        ("中國與俄羅斯的外交部長星期五在北京會面,討論了兩國關係。".encode("big5") * 3, "it looks like BIG5", "iconv -f BIG5"),
        ("日本の外務大臣は金曜日に東京で会談した。会談は続く。".encode("shift_jis") * 3, "it looks like CP932", "iconv -f CP932"),
        ("日本の外務大臣は金曜日に東京で会談した。会談は続く。".encode("euc-jp") * 3, "it looks like EUC-JP", "iconv"),
        ("中国外交部长星期五在北京会见了俄罗斯外长,双方讨论。".encode("gb18030") * 3, "it looks like GB18030", "iconv"),
        ("한국 외교부 장관은 금요일 서울에서 회담을 가졌다고 밝혔다.".encode("euc-kr") * 3, "it looks like CP949", "iconv"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\xfd" * 9, "is not text", "plain text"),
        (b"\xed\xa0\x80 surrogate in bytes", "is not UTF-8 (byte 0)", ""),
        (b"Half a letter \xe2\x82", "is not UTF-8 (byte 14)", ""),
    ],
)  # fmt: skip
def test_what_is_not_utf8_is_named_and_never_guessed(data: bytes, words: str, hint: str) -> None:
    with pytest.raises(SeedError) as caught:
        seed_files.article(data, "x", "x.txt")
    assert words in caught.value.what
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "name",
    [
        "utf_16_le",
        "cp1252",
        "koi8_r",
        "big5",
        "cp932",
        "euc_jp",
        "gb18030",
        "cp949",
        "latin_1",
        "mac_roman",
        "iso8859_2",
    ],
)
def test_iconv_knows_the_names(name: str) -> None:
    import subprocess

    listed = subprocess.run(["iconv", "-l"], capture_output=True, text=True, check=True).stdout
    assert encodings.command_name(name) in listed.replace("//", "")


def test_the_check_names_what_nobody_sees(tmp_path: Path) -> None:
    root = hostile.empty(tmp_path / "desk")
    path = root / "seeds" / "2025-03-01-case.txt"
    path.write_text(TEXT.format(name="Ann\u200b \u202eeeL") + "\U000e0041 end\n", "utf-8")
    drafting.update(root)
    found = [p for p in checks.found(root, date(2025, 3, 2)) if p.rule == "hidden"]
    told = [(p.line, p.column, p.what) for p in found]
    assert told[0] == (1, 23, "holds U+200B ZERO WIDTH SPACE, which nobody sees")
    assert told[1] == (1, 25, "holds U+202E RIGHT-TO-LEFT OVERRIDE, which nobody sees")
    assert told[-1] == (4, 1, "holds U+E0041 TAG LATIN CAPITAL LETTER A, which nobody sees")
    assert {p.severity for p in found} == {"warning"}
    assert all(p.where == str(path) and p.hint for p in found)


def test_a_text_of_many_of_them_is_told_in_five_lines(tmp_path: Path) -> None:
    root = hostile.empty(tmp_path / "desk")
    (root / "seeds" / "x.txt").write_text(TEXT.format(name="Ann Lee") + "a\u200b" * 40, "utf-8")
    found = [p for p in checks.found(root, date(2025, 3, 2)) if p.rule == "hidden"]
    assert len(found) == 5
    assert found[-1].what.endswith("(and 35 others)")


def test_add_names_what_nobody_sees(tmp_path: Path) -> None:
    root = hostile.empty(tmp_path / "desk")
    (tmp_path / "a.txt").write_text(TEXT.format(name="Ann\u200b Lee"), "utf-8")
    said = hostile.run(root, "add", str(tmp_path / "a.txt"), "--date", "2025-03-01")
    assert "holds characters that nobody sees: U+200B ZERO WIDTH SPACE (line 1)" in said


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("plain, “quoted” – Zoë é\n\r\n\t\f", []),
        ("\ufeffat the start", []),
        ("❤\ufe0f 1\ufe0f\u20e3 ©\ufe0f 👩\u200d👧 ᠠ\u180b", []),
        ("a\u2065b\ufe00c\ufe0fd", ["U+2065", "U+FE00 VARIATION SELECTOR-1", "U+FE0F VARIATION SELECTOR-16"]),
        ("\U0001d173 \u2800", ["U+1D173 MUSICAL SYMBOL BEGIN BEAM", "U+2800 BRAILLE PATTERN BLANK"]),
        ("\U000e01f0\U0001ffff\ufdd0", ["U+E01F0", "U+1FFFF", "U+FDD0"]),
        ("in the \ufeffmiddle", ["U+FEFF ZERO WIDTH NO-BREAK SPACE"]),
        ("علی\u200cرضا 👩\u200d💻", []),
        ("pay\u200dpal", ["U+200D ZERO WIDTH JOINER"]),
        ("\u200cpaypal", ["U+200C ZERO WIDTH NON-JOINER"]),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", []),
        ("\U000e0067\U000e007f", ["U+E0067 TAG LATIN SMALL LETTER G", "U+E007F CANCEL TAG"]),
        ("\x1b\x07\x9b", ["U+001B ESCAPE", "U+0007 BELL", "U+009B control character"]),
        (
            "a\u00adb\u2060c\u115fd",
            ["U+00AD SOFT HYPHEN", "U+2060 WORD JOINER", "U+115F HANGUL CHOSEONG FILLER"],
        ),
    ],
)
def test_what_counts_as_unseen(text: str, names: list[str]) -> None:
    assert [invisible.named(char) for _, char in invisible.found(text)] == names
    assert list(invisible.found(invisible.without(text).lstrip("\ufeff"))) == []


def test_signs_stand_for_what_turns_or_steers_alone() -> None:
    assert invisible.signed("a\u202eb\x1bc\U000e0041d\fe") == "a⟦U+202E⟧b⟦U+001B⟧c⟦U+E0041⟧d e"
    same = (
        "Zoë علی\u200cرضا 👩\u200d💻 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\n\t\u200f"
    )
    assert invisible.signed(same) is same
