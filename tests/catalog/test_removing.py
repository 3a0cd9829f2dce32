"""Test that a dump can be removed from a catalog or replaced, so that it can be read again."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from paperlist import Catalog, Diagnostic, Dump, Listing, Paper, merge, parse_many, parse_text
from tests.helpers.search_pages import dump

SAMPLES = tuple(parse_many("samples"))

PAGE = dump("Mar 4", "Feb 3", "Jan 2")


def parsed(source: str, text: str = PAGE, **days: object) -> Listing:
    """Return the listing of a dump."""
    return parse_text(text, source=source, **days)  # type: ignore[arg-type]  # mypy does not know their names


@pytest.mark.parametrize("gone", range(len(SAMPLES)))
def test_what_is_left_is_as_if_the_dump_had_never_been_added(gone: int) -> None:
    """Entries, years and the file are those of the other dumps, and adding it again changes them back."""
    catalog = merge(SAMPLES)
    whole = catalog.to_jsonl()
    source = SAMPLES[gone].source
    assert source
    catalog.remove(source)
    assert catalog.to_jsonl() == merge([*SAMPLES[:gone], *SAMPLES[gone + 1 :]]).to_jsonl()
    catalog.add(SAMPLES[gone])
    assert catalog.to_jsonl() == whole


def test_a_mistaken_day_is_taken_back() -> None:
    """A dump that was parsed with another year leaves no contradiction."""
    catalog = merge([parsed("mon.txt", as_of=2023)])
    catalog.remove("mon.txt")
    assert (len(catalog), catalog.entries, catalog.sightings) == (0, (), ())
    catalog.add(parsed("mon.txt", as_of=2024))
    assert {str(sighting.listing_date) for sighting in catalog.sightings} == {"2024-03-04"}
    assert not catalog.contradictions


def test_a_page_is_removed_with_all_its_names_and_days() -> None:
    """Copies are one dump. If it was said to be saved on several days, a name or the digest means all of them."""
    days = [date(2024, 3, 4), date(2024, 3, 5)]
    listings = [parsed(name, as_of=day) for day in days for name in ("mon.txt", "copy.txt")]
    for name in ("copy.txt", Dump.of(listings[0]).digest):
        catalog = merge(listings)
        catalog.remove(name)
        assert catalog == Catalog()
        catalog.add(parsed("mon.txt"))
        assert {sighting.snapshot for sighting in catalog.sightings} == {None}


def test_a_day_is_removed_without_the_others() -> None:
    """What is left still counts more than a copy whose day is unknown."""
    listings = [parsed(f"{day}.txt", as_of=date(2024, 3, day)) for day in (4, 5)]
    catalog = merge(listings)
    catalog.remove("4.txt")
    for _ in range(2):
        assert {sighting.snapshot for sighting in catalog.sightings} == {"2024-03-05"}
        catalog.add(parsed("late.txt"))
    catalog.remove("5.txt")
    assert catalog == Catalog()


def test_a_name_of_several_pages_removes_none() -> None:
    """A file may be written anew each day, so its name does not say which page is meant."""
    other = parsed("latest.txt", dump("Mar 5", "Feb 3"))
    catalog = merge([parsed("latest.txt"), other])
    whole = catalog.to_jsonl()
    digests = [Dump.of(listing).digest for listing in (parsed("latest.txt"), other)]
    some = rf"{digests[0]} \(date --03-04\), {digests[1]} \(date --03-05\)"
    message = f"^2 pages have the name 'latest.txt'; expected one of them, such as {some}$"
    with pytest.raises(ValueError, match=message):
        catalog.remove("latest.txt")
    with pytest.raises(KeyError, match=r"there is no dump 'mon.txt'"):
        catalog.remove("mon.txt")
    assert catalog.to_jsonl() == whole
    catalog.remove(digests[0])
    assert catalog == merge([other])
    with pytest.raises(TypeError, match="expected str, got int"):
        catalog.remove(2)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("again", range(len(SAMPLES)))
def test_a_dump_that_is_read_again_replaces_itself(again: int) -> None:
    """Whatever it gave before, the catalog is then that of the new readings."""
    misread = evolve(SAMPLES[again], papers=[Paper(title="Daily Papers"), *SAMPLES[again][1:]])
    catalog = merge([*SAMPLES[:again], misread, *SAMPLES[again + 1 :]])
    assert len(catalog) > 0
    catalog.replace([SAMPLES[again]])
    assert catalog.to_jsonl() == merge(SAMPLES).to_jsonl()
    catalog.replace(SAMPLES)
    assert catalog.to_jsonl() == merge(SAMPLES).to_jsonl()


def test_pages_of_a_file_replace_what_it_gave_for_their_dates() -> None:
    """They have one name, and none of the new ones replaces another; without a date, the old page was misread."""
    old = [parsed("all.txt", dump(day, "Feb 3")) for day in ("Mar 4", "Mar 5", "Mar 6")]
    new = [parsed("all.txt", dump(day, "Jan 2")) for day in ("Mar 4", "Mar 5")]
    undated = evolve(old[0], date=None, papers=[Paper(title="Tides")])
    catalog = merge([*old, undated])
    catalog.replace(new)
    assert catalog == merge([*new, old[2]])
    assert {sighting.sources for sighting in catalog.sightings} == {("all.txt",)}


def test_a_file_that_is_written_anew_each_day_keeps_its_pages() -> None:
    """What it gave on other days was not misread, and no other file has it."""
    days = [parsed("latest.txt", dump(day, "Feb 3")) for day in ("Mar 4", "Mar 5", "Mar 6")]
    catalog = merge(days)
    catalog.replace(days[2:])
    assert catalog == merge(days)


def test_a_copy_keeps_what_is_replaced_under_another_name() -> None:
    """The file may have been another page of that day, of which the copy is all that is left."""
    copied = [parsed(name) for name in ("latest.txt", "mon.txt")]
    later = parsed("latest.txt", dump("Mar 4", "Jan 2"))
    catalog = merge(copied)
    catalog.replace([later])
    assert catalog == merge([copied[1], later])
    assert {sighting.sources for sighting in catalog.sightings} == {("mon.txt",), ("latest.txt",)}


def test_what_may_be_damaged_replaces_nothing() -> None:
    """A listing without papers, one with an error, and one without a name of its own are only added."""
    old = parsed("mon.txt")
    damage = Diagnostic(code="damaged-archive", message="cut off")
    torn = evolve(parsed("mon.txt", dump("Mar 4", "Feb 3")), diagnostics=[damage])
    for listings in ([torn], [torn, old], [Listing(source="mon.txt")]):
        catalog = merge([old])
        catalog.replace(listings)
        assert catalog == merge([old, *listings])
    for name in ("<stdin>", None):
        days = [evolve(parsed("", dump(day, "Feb 3")), source=name) for day in ("Mar 4", "Mar 5")]
        catalog = merge(days[:1])
        catalog.replace(days[1:])
        assert catalog == merge(days)
    with pytest.raises(TypeError, match="expected Listing, got str"):
        merge([old]).replace(["mon.txt"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    for one in (old, "mon.txt"):
        with pytest.raises(TypeError, match=f"^listings: expected several, got {type(one).__name__} "):
            merge([old]).replace(one)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_decisions_outlive_the_dumps_that_they_were_made_on() -> None:
    """They apply again as soon as the dump is back."""
    listing = Listing(papers=[Paper(title="Tides"), Paper(title="On Tides and Moons")], source="mon.txt")
    catalog = merge([listing])
    catalog.same(catalog[0], catalog[1])
    catalog.remove("mon.txt")
    assert (len(catalog), len(catalog.decisions)) == (0, 1)
    catalog.add(listing)
    assert len(catalog) == 1
