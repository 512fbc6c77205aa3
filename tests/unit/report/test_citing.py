"""The line by which a report is cited."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest

from tradenet.report.designs import LAYOUTS
from tradenet.report.layout import Layout
from tradenet.report.sections.citing import cite, line
from tradenet.report.view import View
from tradenet.study import StudyResult


def test_the_line_names_program_study_hash_seed_and_data(view: View) -> None:
    config = view.result.config
    digest = view.result.facts["registration"]["hash"]
    said = line(view)
    assert said.startswith(f"The tradenet authors: tradenet {version('tradenet')}. Report “")
    assert f"(study brown-2022, study hash {digest[:12]}, seed {config.run.seed})" in said
    assert said.endswith(f"Data: {view.result.provenance.title}.")


def test_a_result_without_registration_is_cited_without_a_hash(result: StudyResult) -> None:
    facts = {name: fact for name, fact in result.facts.items() if name != "registration"}
    said = line(View.of(replace(result, facts=facts)))
    assert "hash" not in said
    assert f"(study brown-2022, seed {result.config.run.seed})" in said


def test_a_source_that_is_read_twice_is_named_once(result: StudyResult) -> None:
    twice = replace(result.provenance, title="IMF; OECD; IMF")
    assert line(View.of(replace(result, provenance=twice))).endswith("Data: IMF; OECD.")


def test_another_option_gives_another_hash(view: View, without_hub: StudyResult) -> None:
    assert line(view) != line(View.of(without_hub))


def test_the_points_are_the_sources_and_the_files_of_the_user(view: View) -> None:
    points = cite(view).points
    assert all(", " in point and "2019" in point for point in points[:-1])
    (file,) = view.result.provenance.files
    assert points[-1] == f"reports.csv, SHA-256 {file.sha256[:12]}…"


def test_from_the_snapshot_the_files_are_not_listed_one_by_one(result: StudyResult) -> None:
    facts = {**result.facts, "published": {"attribution": "x", "sources": ()}}
    points = cite(View.of(replace(result, facts=facts))).points
    assert points
    assert not any("SHA-256" in point for point in points)


def test_no_clock_speaks(view: View) -> None:
    """The same result gives the same section, and no year later than those of the data."""
    assert cite(view) == cite(view)
    assert "202" not in line(view).replace("brown-2022", "").replace("2022", "")


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_design_says_how_to_cite(layout: Layout) -> None:
    assert cite in layout.sections
