"""The command line as its users run it."""

import asyncio
import json
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.sandbox import patience
from tests.ingest.textbooks import textbook
from tests.programs import Program, run_ingest
from tests.voyage import VoyageServer

pytestmark = pytest.mark.long


@pytest.fixture
def book(tmp_path: Path) -> str:
    path = tmp_path / "deutsch.pdf"
    path.write_bytes(textbook("Begrüßung", "Familie"))
    return str(path)


def test_a_book_goes_in_is_searched_and_goes_out(database_url: str, book: str) -> None:
    code, out, err = run_ingest("add", book, "--course", "A1", "--publish", DATABASE_URL=database_url)
    assert (code, err) == (0, "")
    assert "4 pages in de, 2 units, 4 passages" in out
    assert "A1-2  Familie" in out
    assert "Book 1 is published." in out

    code, out, _ = run_ingest("list", "--json", DATABASE_URL=database_url)
    [listed] = json.loads(out)
    assert (listed["file_name"], listed["caption"], listed["state"]) == ("deutsch.pdf", "A1", "published")

    code, out, _ = run_ingest("units", "A1", "--json", DATABASE_URL=database_url)
    assert [(unit["id"], unit["title"]) for unit in json.loads(out)] == [("A1-1", "Begrüßung"), ("A1-2", "Familie")]

    lines = [{"question": "Wie heißt deine Mutter?", "unit": "A1-2"}, {"question": "Hallo!", "unit": None}]
    typed = "".join(json.dumps(line) + "\n" for line in lines)
    code, out, err = run_ingest("search", "-", "--course", "A1", typed=typed, DATABASE_URL=database_url)
    in_unit, in_course = (json.loads(line)["passages"] for line in out.splitlines())
    assert [(hit["unit"], hit["page_first"], hit["page_last"]) for hit in in_unit] == [("A1-2", 3, 3)]
    assert "Im Text 1 geht es um Familie." in in_unit[0]["text"]
    assert len(in_course) == 3
    assert [hit["score"] for hit in in_course] == sorted((hit["score"] for hit in in_course), reverse=True)

    assert run_ingest("remove", str(listed["id"]), DATABASE_URL=database_url) == (0, "Book 1 is removed.\n", "")
    assert run_ingest("list", "--json", DATABASE_URL=database_url)[1] == "[]\n"


def test_a_draft_is_corrected_published_and_taken_back(database_url: str, book: str) -> None:
    def ingest(*arguments: str) -> tuple[str, str]:
        code, out, err = run_ingest(*arguments, DATABASE_URL=database_url)
        assert code == 0
        return out, err

    assert "learners see it after: python -m ingest publish 1" in ingest("add", book, "--course", "A1")[0]
    out, err = ingest("search", "Mutter", "--unit", "A1-2", "--json")
    assert [hit["unit"] for hit in json.loads(out)["passages"]] == ["A1-2"]
    assert err == "ingest: A1 is not published; this is its newest draft\n"
    assert "A1-2  우리 가족" in ingest("units", "set", "1", "2: 3 우리 가족")[0]
    ingest("publish", "1")
    assert "Book 2 is a draft" in ingest("units", "set", "1", "2: 3 Familie")[0]
    ingest("publish", "2")
    out, err = ingest("rollback", "A1")
    assert "우리 가족" in out
    out, err = ingest("coverage", "A1", "--json")
    assert [(unit["card"]["title"], unit["thin"]) for unit in json.loads(out)["units"]] == [
        ("Begrüßung", True),
        ("우리 가족", True),
    ]
    assert err == ""


async def test_the_library_goes_over_to_another_model(database_url: str, book: str) -> None:
    async with VoyageServer() as server:
        local = {"DATABASE_URL": database_url}
        voyage = {**local, "VOYAGE_API_KEY": server.api_key, "VOYAGE_BASE_URL": server.base_url}
        search = ("search", "Familie", "--unit", "A1-2", "--json")
        assert (await asyncio.to_thread(run_ingest, "add", book, "--course", "A1", "--publish", **local))[0] == 0
        code, out, err = await asyncio.to_thread(run_ingest, *search, **voyage)
        assert len(json.loads(out)["passages"]) == 1
        assert "use-multilingual-v3, the books' model, not voyage-multilingual-2" in err
        code, out, err = await asyncio.to_thread(run_ingest, "reembed", **voyage)
        assert (code, err) == (0, "")
        assert "4 texts are embedded with voyage-multilingual-2" in out
        code, out, err = await asyncio.to_thread(run_ingest, *search, **voyage)
        assert (len(json.loads(out)["passages"]), err) == (1, "")
        code, out, err = await asyncio.to_thread(run_ingest, *search, **local)
        assert code == 1
        assert "the books are embedded with voyage-multilingual-2" in err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["units", "set", "99", "1:1-2"], "there is no book 99"),
        (["units", "set", "1"], "say which book and where its units are"),
        (["publish", "99"], "there is no book 99"),
        (["rollback", "A1"], "there is no earlier edition of A1"),
        (["add", "{text}", "--course", "A1"], "letter.pdf: This is not a PDF."),
        (["add", "{missing}", "--course", "A1"], "No such file"),
        (["add", "{folder}", "--course", "A1"], "is a folder; add the books in it one by one"),
        (["add", "{text}", "{missing}", "--course", "A1"], "one file at a time"),
        (["add", "{text}", "--course", "?"], "a course is a name such as A1"),
        (["add", "{text}"], "--course A1 or --unit A1-13"),
        (["add", "{text}", "--unit", "A1"], "a unit is a number and the whole file, as in A1-13: A1"),
        (["add", "{text}", "--course", "C1-3"], "a course is a name such as A1 or TOPIK2: C1-3"),
        (["units", "A1", "1", "1:1-2"], "units A1 takes no more words"),
        (["units", "set", "9" * 20, "1:1-2"], "say which book and where its units are"),
        (["coverage", "NOPE"], "there is no course NOPE"),
        (["units", "NOPE"], "there is no course NOPE"),
        (["search", "Wer?", "--unit", "A1-99"], "there is no unit A1-99"),
        (["search", "Wer?", "--course", "NOPE"], "there is no course NOPE"),
        (["search", "-"], "line 1 is not like"),
        (["compare", "{missing}", "--course", "A1"], "missing.pdf: No such file or directory"),
        (["compare", "{text}", "--course", "A1"], 'letter.pdf: line 1 is not like {"question"'),
        (["compare", "{nothing}", "--course", "A1"], "nothing.jsonl: no question has pages"),
        (["remove", "99"], "there is no book 99"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    database_url: str, tmp_path: Path, arguments: list[str], line: str
) -> None:
    names = {"folder": tmp_path, "missing": tmp_path / "missing.pdf", "text": tmp_path / "letter.pdf"}
    names["text"].write_text("Dear learner")
    names["nothing"] = tmp_path / "nothing.jsonl"
    names["nothing"].write_text('{"question": "Wer?"}')
    filled = [argument.format(**names) for argument in arguments]
    code, _, err = run_ingest(*filled, typed='{"question": "Wer?", "unit": 7}\n', DATABASE_URL=database_url)
    assert code == 1
    assert line in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("command", "book"), [("publish", "0"), ("remove", "9" * 20), ("transcribe", "9" * 20)])
def test_a_number_that_no_book_can_have_is_refused(command: str, book: str) -> None:
    code, _, err = run_ingest(command, book)
    assert code == 2
    assert "Invalid value for 'book'" in err


def test_a_books_name_need_not_be_utf_8_and_units_of_questions_not_exist(database_url: str, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "m") + b"\xe4dchen.pdf"
    Path(os.fsdecode(path)).write_bytes(textbook("Familie", "Arbeit"))
    code, _, err = run_ingest("add", os.fsdecode(path), "--course", "A1", "--publish", DATABASE_URL=database_url)
    assert (code, err) == (0, "")
    assert json.loads(run_ingest("list", "--json", DATABASE_URL=database_url)[1])[0]["file_name"] == "m\ufffddchen.pdf"

    units = ["a1-1", "A1-9", "a1-9", "\0", None]
    typed = "".join(json.dumps({"question": "Familie", "unit": unit}) + "\n" for unit in units)
    code, out, err = run_ingest("search", "-", typed=typed, DATABASE_URL=database_url)
    assert (code, len(err.splitlines())) == (0, 2), err
    found = [{hit["unit"] for hit in json.loads(line)["passages"]} for line in out.splitlines()]
    assert found == [{"A1-1"}, set(), set(), set(), {"A1-1", None}]
    assert err.splitlines()[0] == "ingest: there is no unit A1-9"


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/nowhere"}, "DATABASE_URL: "),
        ({"EMBEDDING_MODEL": "word2vec"}, "EMBEDDING_MODEL: word2vec is none of"),
        ({"EMBEDDING_MODEL": "voyage-3"}, "EMBEDDING_MODEL: voyage-3 needs VOYAGE_API_KEY"),
        ({"CLAUDE_OCR": "true"}, "CLAUDE_OCR: needs ANTHROPIC_API_KEY"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(settings: dict[str, str], line: str) -> None:
    code, _, err = run_ingest("list", **settings)
    assert code != 0
    assert line in err
    assert err.count("\n") == 1


def test_a_worker_that_is_stopped_while_it_starts_ends_well() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://linguarag@127.0.0.1:{silent.getsockname()[1]}/linguarag"
        with Program("ingest", "worker", DATABASE_URL=address) as worker, silent.accept()[0]:
            worker.send_signal(signal.SIGTERM)
            assert worker.join(patience.seconds)[0] == 0


def test_a_worker_and_other_commands_share_an_embedded_postgres(tmp_path: Path, book: str) -> None:
    data = {"DATA_DIR": str(tmp_path / "내 폴더")}  # to which Postgres needs a plain path
    with Program("ingest", "worker", **data) as worker, ThreadPoolExecutor() as threads:
        for code, out, err in threads.map(
            lambda course: run_ingest("add", book, "--course", course, **data), ("A1", "B1")
        ):
            assert (code, err) == (0, "")
            assert "2 units" in out
        worker.send_signal(signal.SIGTERM)
        assert worker.join(patience.seconds)[0] == 0
    code, out, err = run_ingest("units", "--json", **data)
    assert code == 0, err
    assert len(json.loads(out)) == 4
