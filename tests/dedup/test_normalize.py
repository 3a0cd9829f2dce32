"""Test which differences of spelling change the key of a title, and which do not."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paperlist.dedup.normalize.papers import arxiv_key
from paperlist.dedup.normalize.spelling import american, repaired
from paperlist.dedup.normalize.titles import title_key

if TYPE_CHECKING:
    from collections.abc import Callable

SAME = {
    "case": ("A Study of Tides", "a STUDY of tides", "ａ Ｓｔｕｄｙ of Tides"),
    "sharp s": ("Große Straße", "GROSSE STRASSE"),
    "spaces": ("A Study of Tides", "  A\tStudy\u00a0of\r\nTides\u2028", "AStudyOfTides"),
    "dashes": ("Fine-Tuning", "Fine–Tuning", "Fine\u2011tuning", "Fine Tuning", "Finetuning", "Fine\u00adtuning"),
    "quotes": ('The Tide\'s "Pull"', "The Tide’s “Pull”", "The Tides ‘Pull’", "The Tides «Pull»"),
    "punctuation": ("Tides: Why, How?", "Tides - why / how", "(Tides) why/how…", "Tides。Why、How！"),
    "ampersands": ("Fog and Memory", "Fog & Memory", "Fog &amp; Memory", "Fog \\& Memory", "Fog＆Memory"),
    "accents": ("Études Naïves", "Etudes naives", "E\u0301tudes nai\u0308ves"),
    "letters with strokes": ("Søren Łódź İstanbul", "Soren Lodz Istanbul"),
    "joined letters": ("Æther œuvre ﬁne", "Aether oeuvre fine"),
    "Greek accents": ("Η θάλασσα", "η θαλασσα", "Η ΘΑΛΑΣΣΑ"),
    "final sigma": ("ΛΟΓΟΣ", "λόγος"),
    "Cyrillic accents": ("за́мок йод", "замок иод"),
    "LaTeX": (r"$\textit{x}^{2}$-Nets", "x2 Nets", r"{\bf x}$^2$-Nets"),
    "LaTeX signs": (r"$\infty$-Tides", "∞-Tides"),
    "names of Greek letters": ("β-Tides", r"$\beta$-Tides", "beta tides", "&beta;-Tides", "Β-TIDES"),
    "mojibake": ("Café Tides", "CafÃ© Tides"),
    "what pages add": ("Fog", "Paper page - Fog", "Fog - Hugging Face", "[2401.00001] Fog", "[arXiv:2401.00001v2] Fog"),
    "British spelling": ("Modelling Behaviour and Generalisation", "Modeling Behavior and Generalization"),
    "raised digits": ("x² and H₂O", "x^2 and H_2O", "x2 and H2O"),
    "raised digits on digits": ("10²³", "10^{23}", "10 23"),
    "Markdown": ("**Deep** `tides` ~and~ _seas_", "Deep tides and seas"),
    "wide digits": ("Tides ２.５", "Tides 2.5", "Tides 𝟐-𝟓"),
    "other digits": ("ज्वार २.५", "ज्वार 2.5"),
    "circled digits": ("Tides ①②", "Tides 1 2"),
    "fractions": ("1½ Tides", "1 1/2 Tides"),
    "pictures": ("🌊 Tides™ ©", "Tides"),
    "keycaps": ("1\ufe0f\u20e32\ufe0f\u20e3", "1 2"),
    "variation selectors": ("潮汐\ufe00", "潮汐"),
    "half-width kana": ("ｶﾞ", "ガ", "カ\u3099"),
    "spaced signs": ("A+B", "A + B"),
    "negated signs": ("a ≠ b ∉ c", "a = b ∈ c"),
}

DIFFERENT = {
    "digits": ("Tides 2", "Tides 3", "Tides", "Tides 22", "Tides ❷"),
    "parted digits": ("Tides 25", "Tides 2.5", "Tides 2.5.0", "Tides 250"),
    "raised digits": ("102", "10²", "¹02"),
    "accented digits": ("25", "2\u03045"),
    "signs": ("C", "C++", "C#", "C+"),
    "signs read as words": ("Video", "∞-Video", "∇ Video", "∂ Video"),
    "order of words": ("Tides of Time", "Time of Tides"),
    "Greek letters": ("α-Tides", "β-Tides", "Tides"),
    "scripts": ("潮汐", "潮", "Прилив", "מד", "مد"),
    "Indic vowel signs": ("कि", "की", "क"),
    "Thai vowel signs": ("กิ", "กี", "ก"),
    "dakuten": ("か", "が"),
    "nothing but punctuation": ("???", "!!!", ""),
}


@pytest.mark.parametrize("spellings", SAME.values(), ids=SAME)
def test_spellings_of_one_title_share_a_key(spellings: tuple[str, ...]) -> None:
    """A difference that does not matter leaves no trace in the key."""
    assert {title_key(spelling) for spelling in spellings} == {title_key(spellings[0])}


@pytest.mark.parametrize("titles", DIFFERENT.values(), ids=DIFFERENT)
def test_different_titles_keep_different_keys(titles: tuple[str, ...]) -> None:
    """A difference that matters stays in the key."""
    assert len({title_key(title) for title in titles}) == len(titles)


def test_a_title_with_nothing_left_is_its_own_key() -> None:
    """Titles of ignored characters alone still tell themselves apart, but for the spaces around."""
    assert (title_key(" ?? ?\n"), title_key(" \t")) == ("?? ?", "")


@given(st.text())
def test_a_key_is_its_own_key(title: str) -> None:
    """Nothing is left in a key that would be ignored."""
    assert title_key(title_key(title)) == title_key(title)


def test_every_character_alone_has_a_settled_key() -> None:
    """That holds for every character there is, also between letters, where marks are judged by what they stand on."""
    characters = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in ("Cn", "Co", "Cs")]
    unsettled = [c for c in characters if title_key(key := title_key(f"a{c}क{c}1")) != key]
    assert unsettled == []


@given(st.text(), st.sampled_from([str.upper, str.lower, str.swapcase]))
def test_ascii_case_never_matters(title: str, change: Callable[[str], str]) -> None:
    """However the plain letters of a title are cased, its key is the same."""
    cased = "".join(change(c) if c.isascii() else c for c in title)
    key = title_key(title)
    assert title_key(cased) == key or key == title.strip()


def is_spelled(title: str) -> bool:
    """Whether no program changed the spelling of a title: its letters and digits stay when that is undone."""
    return [*filter(str.isalnum, repaired(title))] == [*filter(str.isalnum, title)]


@given(
    st.text(alphabet=st.characters(exclude_categories=["M", "Cs"])), st.sampled_from(" \n-–'\"$\\{}_^*`~:,"), st.data()
)
def test_a_sign_between_words_never_matters(title: str, sign: str, data: st.DataObject) -> None:
    """Wherever it is put but between two digits, an ignored sign changes nothing."""
    place = data.draw(st.integers(0, len(title)))
    left, right = title[:place], title[place:]
    assume(is_spelled(title) and is_spelled(left + sign + right))
    if title_key("a" + title) != "a" and not (left[-1:].isdigit() or right[:1].isdigit()):
        assert title_key(left + sign + right) == title_key(title)


@given(st.lists(st.text("0123456789", min_size=1, max_size=3), min_size=1), st.sampled_from(" .-,:/–^π"))
def test_digits_and_their_boundaries_are_conserved(numbers: list[str], sign: str) -> None:
    """Numbers that are separated by anything are the same numbers in the key, unless they are the groups of one."""
    assume(sign != "," or all(len(number) != len("000") for number in numbers[1:]))
    parted = title_key(sign.join(numbers)).replace("pi", " ")
    assert parted.split() == numbers


@given(st.text())
def test_every_decimal_digit_stays(title: str) -> None:
    """No digit of any script is lost or added, except for signs that mean a number."""
    assume(is_spelled(title))
    plain = unicodedata.normalize("NFKD", title)
    digits = [unicodedata.decimal(c) for c in plain if c.isdecimal()]
    assert [int(c) for c in title_key(title) if c.isdecimal()] == digits


ARXIV_KEYS = [
    ("2412.09871", "2412.09871"),
    ("2412.09871v2", "2412.09871"),
    (" arXiv: 2412.09871V12\n", "2412.09871"),
    ("hep-th/9901001v1", "hep-th/9901001"),
    ("cs.CV/0101001", "cs.cv/0101001"),
    ("2412.09872", "2412.09872"),
    ("", ""),
]


@pytest.mark.parametrize(("arxiv_id", "key"), ARXIV_KEYS)
def test_all_versions_share_an_arxiv_key(arxiv_id: str, key: str) -> None:
    """A version, the prefix and case tell nothing about which paper it is."""
    assert arxiv_key(arxiv_id) == key


@pytest.mark.parametrize(
    ("british", "spelling"),
    [
        ("colour", "color"),
        ("modelled", "modeled"),
        ("traveller", "traveler"),
        ("channelling", "channeling"),
        ("recognisable", "recognizable"),
        ("generalisation", "generalization"),
        ("normalise", "normalize"),
        ("optimising", "optimizing"),
        ("analyse", "analyze"),
        ("analysing", "analyzing"),
        ("centre", "center"),
        ("theatre", "theater"),
        ("calibre", "caliber"),
        ("fibre", "fiber"),
        ("catalogue", "catalog"),
        ("programme", "program"),
        ("defence", "defense"),
        ("grey", "gray"),
        ("artefact", "artifact"),
    ],
)
def test_british_spellings_are_found(british: str, spelling: str) -> None:
    """Whatever is looked for first, no British spelling is missed."""
    assert american(british) == spelling
    assert american(f"of{british}s") == f"of{spelling}s"
