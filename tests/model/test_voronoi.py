from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.voronoi import OUTSIDE, Sites, area, common, disc, holds, hull

# Steps of a hundredth: sites nearer than that are one place on any map.
step = st.integers(-5000, 5000).map(lambda number: number / 100)
many = st.lists(st.tuples(step, step), min_size=1, max_size=40, unique=True)


@given(many)
def test_the_cells_fill_the_hull_and_none_covers_another(points):
    whole = hull(points, 3.0)
    cells = [Sites(points).cell(at, whole) for at in range(len(points))]
    assert sum(area(cell.ring) for cell in cells) == pytest.approx(area(whole), rel=1e-9)
    assert all(area(cell.ring) > 0 for cell in cells)


@given(many)
def test_every_site_lies_in_its_own_cell_alone(points):
    whole = hull(points, 3.0)
    cells = [Sites(points).cell(at, whole) for at in range(len(points))]
    for at, point in enumerate(points):
        assert [place for place, cell in enumerate(cells) if holds(cell.ring, point)] == [at]


@given(many, st.tuples(step, step))
def test_a_place_lies_in_the_cell_of_the_nearest_site(points, place):
    whole = hull(points, 3.0)
    cells = [Sites(points).cell(at, whole) for at in range(len(points))]
    far = sorted(math.dist(point, place) for point in points)
    if not holds(whole, place) or (len(far) > 1 and far[1] - far[0] < 1e-6):
        return
    nearest = min(range(len(points)), key=lambda at: math.dist(points[at], place))
    assert [at for at, cell in enumerate(cells) if holds(cell.ring, place)] == [nearest]


@given(many)
def test_an_edge_knows_whose_cell_lies_beyond_it(points):
    whole = hull(points, 3.0)
    cells = [Sites(points).cell(at, whole) for at in range(len(points))]
    for at, cell in enumerate(cells):
        assert len(cell.beside) == len(cell.ring)
        for ((x1, y1), (x2, y2)), other in zip(
            pairwise((*cell.ring, cell.ring[0])), cell.beside, strict=True
        ):
            if other != OUTSIDE:
                middle = (x1 + x2) / 2, (y1 + y2) / 2
                assert math.dist(middle, points[at]) == pytest.approx(math.dist(middle, points[other]))


@given(many, st.floats(0.5, 30))
def test_bounds_of_its_own_keep_a_cell_near_its_site(points, reach):
    sites = Sites(points)
    for at, (x, y) in enumerate(points):
        ring = sites.cell(at, disc(x, y, reach)).ring
        assert all(math.dist(corner, (x, y)) <= reach + 1e-9 for corner in ring)


def test_two_sites_in_one_place_are_refused():
    with pytest.raises(ValueError, match="one point"):
        Sites([(1.0, 2.0), (3.0, 4.0), (1.0, 2.0)])


def test_what_two_polygons_have_in_common():
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert area(common(square, [(x + 1, y + 1) for x, y in square])) == pytest.approx(1.0)
    assert area(common(square, [(x + 5, y) for x, y in square])) == 0.0
