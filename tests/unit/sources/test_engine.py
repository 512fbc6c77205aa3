from tradenet.sources.engine import duckdb


def test_duckdb_draws_no_bar_into_what_a_command_prints() -> None:
    shown = duckdb().con.execute("SELECT current_setting('enable_progress_bar')").fetchone()
    assert shown == (False,)
