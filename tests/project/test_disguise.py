"""Test that a disguised dump has the layout of the real one, and none of its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import paperlist
from tests import disguise
from tests.disguise import ADDRESS_WORDS, FUNCTION_WORDS, NAMES, STRUCTURE, Disguise, differences, structure
from tests.helpers.cases import CASES, SAMPLES, case_dumps

if TYPE_CHECKING:
    from pathlib import Path

DUMPS = [*sorted(SAMPLES.glob("*.txt")), *case_dumps()]
each_dump = pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)

PHRASES = {"new", "upvote"}
"""Phrases of the page that are users' names in some cases, or are misread for titles in some real dumps."""
KEPT = FUNCTION_WORDS | NAMES | STRUCTURE | ADDRESS_WORDS | PHRASES

LONGEST_RUN = 3
"""So many words of a real text may follow each other in a disguised dump, because one of them may be kept."""

WORD = re.compile(r"[^\W\d_]+")
NOT_WORDS = re.compile(r"\\[A-Za-z]+|%2F|[a-z]+://\S*|/login\S*")
"""Commands of LaTeX, and addresses, which partly stay."""


def disguised(text: str, seed: int = 0) -> str:
    return Disguise(text, seed).disguised()


def runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of words that are longer than what may be left, without those of which every word is kept."""
    words = WORD.findall(NOT_WORDS.sub(" ", text).lower())
    size = LONGEST_RUN + 1
    every = {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
    return {run for run in every if not all(len(word) == 1 or word in KEPT for word in run)}


def leftovers(text: str, made: str) -> list[str]:
    """Return what is left of titles, abstracts and names in a disguised dump."""
    left = runs(made)
    found: list[str] = []
    for paper in paperlist.parse_text(text, not_after=9999):
        for words in (paper.title, paper.abstract, paper.organization, paper.submitted_by):
            found += [" ".join(run) for run in runs(words or "") & left]
        for name in filter(None, (paper.organization, paper.submitted_by)):
            is_kept = all(len(word) == 1 or word in KEPT for word in WORD.findall(name.lower()))
            if not is_kept and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", made):
                found.append(name)
    return found


GUESSED = {"names-behind-short-titles", "names-behind-titles", "page-on-one-line", "titles-before-organizations"}
"""Where names begin on these pages is guessed from the words."""

MOVED = {"links-of-a-messenger", "tags-in-square-brackets"}
"""On these pages, phrases are in other columns than in Markdown, so those in links are taken for words."""

ESCAPED = {"text-in-json"}
"""In this text, words follow escapes of line ends, which look like commands of LaTeX."""

LIGATED = {"ligatures-of-fonts"}
"""The words of this page have ligatures wherever their letters allow it, but invented words do not."""

UNLIKE = GUESSED | MOVED | ESCAPED | LIGATED


@pytest.mark.parametrize("path", [path for path in DUMPS if path.stem not in UNLIKE], ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_disguised_dump_has_the_same_layout(path: Path, seed: int) -> None:
    """Its papers, problems and layout are at the same places, and have the same lengths, counts and dates."""
    text = path.read_bytes().decode()
    made = disguised(text, seed)
    assert len(made) == len(text)
    assert [len(line) for line in made.splitlines()] == [len(line) for line in text.splitlines()]
    assert differences(structure(text), structure(made)) == []


@each_dump
def test_nothing_is_left_of_titles_abstracts_and_names(path: Path) -> None:
    """No run of four words of a title or an abstract is left, unless all of them are kept, and no name."""
    text = path.read_bytes().decode()
    assert leftovers(text, disguised(text)) == []


def test_the_same_seed_gives_the_same_words() -> None:
    """Another seed gives others."""
    text = DUMPS[0].read_text(encoding="utf-8")
    assert disguised(text) == disguised(text)
    assert disguised(text) != disguised(text, 1)


def test_a_word_is_always_replaced_by_the_same_word() -> None:
    """Letter case is kept, and two different words stay different."""
    made = disguised("A Lantern of lanterns, LANTERN and lantern: Lantern drift").split()
    first, plural, capitals, small = made[1], made[3], made[4], made[6]
    assert first.lower() == capitals.lower() == small.removesuffix(":")
    assert plural.lower().removesuffix(",") != small
    assert (first.istitle(), capitals.isupper(), small.islower()) == (True, True, True)
    assert made[0] == "A"
    assert made[2] == "of"


@pytest.mark.parametrize(
    "text",
    [
        "12 authors · Mar 4",
        "Submitted by",
        "May 29, 2024",
        "Daily Papers",
        "We, of the 3.5% in $\\mathcal{O}(n)$ &amp; 2",
        "https://huggingface.co/papers/date/2024-03-04",
        "[-](/login?next=%2Fpapers)",
        "![Image 5](img)",
        '<a href="/papers" class="">',
        "Captured: 2024-03-04",
    ],
)
def test_what_shows_the_layout_is_kept(text: str) -> None:
    """Phrases of the page, marks, numbers, dates, function words, LaTeX, tags and the site's own addresses stay."""
    assert disguised(text) == text


def test_accounts_still_match_the_names_of_their_organizations() -> None:
    """The account `acmeai` begins as the name `Acme AI Lab` does, before and after."""
    page = (CASES / "capture-inline.txt").read_text(encoding="utf-8").replace("acme-ai", "acmeai")
    made = disguised(page)
    name = paperlist.parse_text(made)[1].organization
    found = re.search(r"!\[(\w{6})\]\(img\)([\w ]*)\]\(https://huggingface.co/(\w+)\)", made)
    assert found is not None
    assert found[1] == found[3] != "acmeai"
    assert found[2] == name
    assert found[2].replace(" ", "").lower().startswith(found[1])


def test_arxiv_ids_keep_their_month() -> None:
    """Each id is always replaced by the same other one, and different ids by different ones."""
    made = disguised("/papers/2401.00001 /papers/2401.00002 arXiv:2401.00001v2")
    one, other, again = re.findall(r"2401\.[0-9]{5}", made)
    assert one == again
    assert len({one, other, "2401.00001", "2401.00002"}) == 4


def test_digests_of_pictures_are_replaced() -> None:
    """An account could be found by the picture that belongs to it."""
    digest = "60f1abe7544c2adfd699860c"
    made = disguised(f"![](https://huggingface.co/{digest}.png) {digest}")
    assert digest not in made
    assert len(set(re.findall("[0-9a-f]{24}", made))) == 1


def test_abbreviations_still_have_the_initials_of_their_words() -> None:
    """Where a title ends may depend on the abbreviation that follows some words in brackets."""
    made = disguised("Salt Marsh Networks (SMNs) are wet, and SMNs stay wet.").split()
    assert made[3] == f"({made[0][0]}{made[1][0]}{made[2][0]}{made[3][-2]})"
    assert made[7] == made[3].strip("()")
    assert made[:4] != ["Salt", "Marsh", "Networks", "(SMNs)"]


def test_words_of_any_script_are_replaced() -> None:
    """By letters of their script; accented Latin letters stay, as they may be traces of a wrong encoding."""
    made = disguised("Приливы 潮汐 Étude n° 1")
    real, tides, study, *_ = made.split()
    assert real != "Приливы"
    assert all("а" <= letter.lower() <= "я" for letter in real)
    assert tides != "潮汐"
    assert study[0] == "É"
    assert study != "Étude"
    assert made.endswith(" n° 1")


def test_paths_of_a_computer_are_replaced() -> None:
    """A path of Windows is not taken for commands of LaTeX."""
    assert not re.search("(?i)users|jane|dumps", disguised(r"C:\Users\jane\dumps and file:///home/jane"))


def test_no_invented_word_is_a_phrase_of_the_page() -> None:
    """However many words of the same length there are, none becomes a phrase, and no two become the same."""
    words = [f"{a}{b}" for a in "bcdfghklmnprstvwz" for b in "aeiou"]
    made = disguised("We " + " ".join(words)).split()
    kept = FUNCTION_WORDS | STRUCTURE
    assert len(set(made)) == len(made)
    kinds = {token.kind for word in made for token in paperlist.tokenize(word)}
    assert kinds == {paperlist.Kind.TEXT}
    assert all(new not in kept for new, old in zip(made[1:], words, strict=True) if old not in kept)


def test_the_script_writes_the_disguised_dump(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is printed, or written to a file byte by byte, and the layout is compared."""
    dump = tmp_path / "dump.txt"
    dump.write_bytes(DUMPS[0].read_bytes().replace(b"\n", b"\r\n"))
    out = tmp_path / "made.txt"
    assert disguise.main([str(dump)]) == 0
    assert disguise.main([str(dump), "-o", str(out), "--seed", "0"]) == 0
    printed, problems = capsys.readouterr()
    assert printed.replace("\r\n", "\n") == out.read_text(encoding="utf-8")
    assert problems == "the layout is the same\n" * 2
    assert out.read_bytes().count(b"\r\n") == dump.read_bytes().count(b"\r\n") > 0


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"Mar 3 2": "Mar 3 7"}, ["paper 1 (line 13) differs in comments"]),
        ({"\nMar 4\n": "\nMar 5\n"}, ["the date has changed"]),
    ],
)
def test_differences_of_the_layout_are_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], problems: list[str]
) -> None:
    """If a disguised dump is parsed differently, the script says how, and exits with 1."""
    path = SAMPLES / "000-tidal-graphs.txt"
    text = path.read_text(encoding="utf-8")
    for real, other in changed.items():
        text = text.replace(real, other, 1)

    def disguised(_: Disguise) -> str:
        return text

    monkeypatch.setattr(Disguise, "disguised", disguised)
    assert disguise.main([str(path)]) == 1
    assert capsys.readouterr().err.splitlines() == problems


def test_lost_papers_are_counted() -> None:
    """The numbers of papers are compared, too."""
    text = DUMPS[0].read_text(encoding="utf-8")
    assert differences(structure(text), structure("Daily Papers")) == [
        "9 papers have become 0",
        "line 53: missing-metadata has gone",
        "line 1: no-papers is new",
        "the layout has changed",
        "the date has changed",
    ]


def test_html_is_not_disguised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Attributes of HTML contain texts that a disguise would leave, so nothing is written."""
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><h3>Moss and Ferns</h3>", encoding="utf-8")
    assert disguise.main([str(path)]) == 2
    out, error = capsys.readouterr()
    assert not out
    assert "convert it to text" in error


def test_the_script_replaces_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even the dump itself; and it names a dump that cannot be read."""
    dump = tmp_path / "dump.txt"
    content = DUMPS[0].read_bytes()
    dump.write_bytes(content)
    for words, told in (
        ([dump, "-o", dump], "dump.txt exists already: choose another name, or delete it first\n"),
        ([tmp_path / "gone.txt"], "gone.txt: No such file or directory\n"),
    ):
        with pytest.raises(SystemExit) as refused:
            disguise.main(list(map(str, words)))
        assert refused.value.code == 2
        assert capsys.readouterr().err.endswith(told)
    assert dump.read_bytes() == content
