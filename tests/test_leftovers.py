"""What a killed test run leaves behind goes when the next begins, and nothing of a run that goes on."""

import os
from pathlib import Path

from tests.leftovers import new_folder, sweep


def test_only_the_folders_of_runs_that_have_ended_are_removed(tmp_path: Path) -> None:
    mine, owner = new_folder(tmp_path)
    killed, lost = new_folder(tmp_path)
    lost.close()
    (killed / "postgres").mkdir()
    (killed / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")  # the number of somebody else by now
    (tmp_path / "linguarag-tests-begins").mkdir()
    (tmp_path / "other").mkdir()
    with owner:
        sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {mine.name, "linguarag-tests-begins", "other"}
