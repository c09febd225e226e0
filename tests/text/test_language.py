"""Texts in other languages are refused with a clear word; English ones never are."""

from __future__ import annotations

import json

import pytest

from briefing import cli, lexicon
from briefing.model import SeedError
from briefing.storage import seed_files
from briefing.text import language
from tests import ROOT

GERMAN = (
    "Der Präsident hat am Freitag mit dem Minister über die Lage gesprochen. Sie waren sich einig, dass die "
    "Gespräche nach einer Pause fortgesetzt werden, und wollten sich nicht zu den Einzelheiten äußern. "
    "Ein Sprecher sagte, es sei noch zu früh für ein Ergebnis."
)
FRENCH = (
    "Le président a rencontré le ministre vendredi pour parler de la situation. Ils ont dit que les pourparlers "
    "vont continuer après une pause et ne sont pas entrés dans les détails, selon un porte-parole de la présidence."
)
RUSSIAN = (
    "Президент встретился в пятницу с министром и обсудил положение. Они договорились, что переговоры продолжатся "
    "после перерыва, и не стали говорить о подробностях. Представитель сказал, что о результате говорить рано, "
    "но стороны довольны тем, как прошла встреча, и готовы к новой."
)


@pytest.mark.parametrize(
    ("text", "word"), [(GERMAN, "German"), (FRENCH, "French"), (RUSSIAN, "Russian")], ids=["de", "fr", "ru"]
)
def test_another_language_is_refused(text: str, word: str) -> None:
    article = seed_files.article(text.encode(), "x", "x.txt")
    with pytest.raises(SeedError, match=word) as caught:
        language.require_english(article, lexicon.load(), "x.txt")
    assert "--any-language" in caught.value.hint


def test_front_matter_tells_the_language() -> None:
    article = seed_files.article(b"---\nlanguage: sv\n---\nShort.", "x", "x.txt")
    with pytest.raises(SeedError, match="sv"):
        language.require_english(article, lexicon.load(), "x.txt")


@pytest.mark.parametrize(
    "text",
    [
        "Short flash: talks begin.",
        "Standings: Berlin 3, Paris 2, Rome 1, Madrid 1, Vienna 0, Lisbon 0. " * 2
        + "The match in the north was put off because of the snow that fell on the pitch over the night.",
    ],
)
def test_english_is_let_through(text: str) -> None:
    language.require_english(seed_files.article(text.encode(), "x", "x.txt"), lexicon.load(), "x.txt")


def test_the_flag_lets_it_through(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    path = f"{tmp_path}/x.txt"
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(GERMAN)
    config = ["--config", str(ROOT / "mkdocs.yml")]
    assert cli.main(["parse", path, *config]) == 1
    assert "German" in capsys.readouterr().err
    assert cli.main(["parse", path, "--any-language", *config]) == 0
    assert json.loads(capsys.readouterr().out)["slug"] == "x"
