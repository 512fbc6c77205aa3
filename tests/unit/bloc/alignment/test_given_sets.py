"""Sets that a vote made, in the battery of blocs: what is unseen is called so."""

from tests.contracts.test_tests import evidence
from tradenet.bloc.alignment.given_sets import set_lines


def test_a_silent_set_is_unobservable_and_has_no_number() -> None:
    lines = {line["test"]: line for line in set_lines("voted no", evidence(hub="", silent=True))}
    assert list(lines) == ["T0", "T1", "T4", "T5"]
    for name in ("T4", "T5"):
        assert lines[name]["effect"].startswith("unobservable")
        assert lines[name]["statistic"] is None
        assert lines[name]["p_value"] is None
    assert not any(line["observable"] for line in lines.values())


def test_a_set_that_is_seen_is_described() -> None:
    lines = {line["test"]: line for line in set_lines("abstained", evidence(hub=""))}
    assert all(line["observable"] for line in lines.values())
    assert 0 < lines["T5"]["statistic"] < 1
    assert {line["economies"] for line in lines.values()} == {3}
    assert "intensity" in lines["T1"]["effect"]
