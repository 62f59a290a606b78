"""The regions that came in hand their names down to the regions that their lines stand in now; those
that held others, and no lines of their own, stay beside what they held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ocr_fix.geometry import inside_ratio
from ocr_fix.model import Article, Box, Carried, Kind, Page, Region
from ocr_fix.place import Placed, line_numbers
from ocr_fix.straight import Straightener

MIN_HELD_RATIO = 0.7
"""So much of a region stands in the region that holds it."""

Place = tuple[int, int]
"""An article's place among the flows, and a region's in the article."""


def hand_down(
    flows: Sequence[Article], placed: Placed, given: Page, level: Straightener
) -> tuple[Article, ...]:
    """`flows`, made of placed regions, with the names and the carried rest of the regions of `given`.

    Each goes to the region that holds most of its lines; where several meet, the largest gives the
    name and all give what they carry. A picture keeps its own, and its box.
    """
    regions = tuple(given.regions)
    owners = [number for number, region in enumerate(regions) for _ in region.lines]
    holders: dict[int, Counter[Place]] = {}
    for place, region in _places(flows):
        for line in line_numbers(region, placed):
            holders.setdefault(owners[line], Counter())[place] += 1
    heirs: dict[Place, list[tuple[int, int]]] = {}
    for owner, counted in sorted(holders.items()):
        place, count = max(counted.items(), key=lambda entry: (entry[1], (-entry[0][0], -entry[0][1])))
        heirs.setdefault(place, []).append((-count, owner))
    pictures = {level(region.box): region for region in regions if region.kind in (Kind.PICTURE, Kind.TABLE)}
    return tuple(
        replace(
            flow,
            regions=tuple(
                _named(
                    region, [regions[owner] for _, owner in sorted(heirs.get((number, index), []))], pictures
                )
                for index, region in enumerate(flow.regions)
            ),
        )
        for number, flow in enumerate(flows)
    )


def with_holders(articles: Sequence[Article], given: Page) -> tuple[Article, ...]:
    """`articles` with the regions of `given` that have no lines, as an advert around regions of text: each at
    the end of the first article that has a region in it, or as an article of its own. The outline of a table,
    which nobody named, is left out where the table with its text was found."""
    found = [*articles]
    tables = [one.box for article in articles for one in article.tables if one.lines]
    for holder in (one for one in given.regions if not one.lines and one.kind is not Kind.PICTURE):
        outline = holder.kind is Kind.TABLE and not holder.id and not holder.carried
        if outline and any(inside_ratio(table, holder.box) > MIN_HELD_RATIO for table in tables):
            continue
        inside = (
            place
            for place, article in enumerate(found)
            if any(inside_ratio(region.box, holder.box) > MIN_HELD_RATIO for region in article.regions)
        )
        place = next(inside, None)
        if place is None:
            found.append(Article((holder,)))
        else:
            found[place] = replace(found[place], regions=(*found[place].regions, holder))
    return tuple(found)


def _places(flows: Sequence[Article]) -> list[tuple[Place, Region]]:
    return [
        ((number, index), region)
        for number, flow in enumerate(flows)
        for index, region in enumerate(flow.regions)
    ]


def _named(region: Region, ancestors: Sequence[Region], pictures: Mapping[Box, Region]) -> Region:
    """`region` with the name of its first ancestor and with what all of them carry."""
    own = pictures.get(region.box) if region.kind is Kind.PICTURE else None
    if own:
        region = replace(region, box=own.box)
        ancestors = [own]
    if not ancestors:
        return region
    carried: dict[str, str] = {}
    for one in ancestors:
        for name, value in _loose(one.carried, region):
            carried.setdefault(name, value)
    return replace(region, id=ancestors[0].id, carried=tuple(carried.items()))


def _loose(carried: Carried, region: Region) -> Carried:
    """What is still true of a region that was put together anew: not the outline of the old one."""
    if region.kind is Kind.PICTURE:
        return carried
    return tuple((name, value) for name, value in carried if not name.endswith((":Coords", ":@type")))
