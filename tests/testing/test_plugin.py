"""The pytest plugin: it plays cassettes, fails when one is not what was asked, and records only when told to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from genai.errors import InvalidRequest
from genai.testing import cassettes, plugin
from genai.testing.offline import Offline

pytest_plugins = ["pytester"]

URL = "http://127.0.0.1:9/v1/answers"
TEST = f"""
import pytest
from genai import network

URL = {URL!r}

def client():
    def play(method, url, body):
        with open("asked.txt", "a") as asked:
            asked.write(f"{{method}} {{url}}\\n")
        return 200, {{"content-type": "application/json"}}, b'{{"fruit": "apple"}}'
    return network.replaying(play)

def test_a_fruit(genai_cassette):
    with genai_cassette("fruit.yaml") as tape, client() as http:
        BODY
"""
ASK = 'assert "apple" == http.post(URL, json={"a": 1, "b": 2}).json()["fruit"]'


def ran(pytester: pytest.Pytester, body: str, *arguments: str) -> tuple[pytest.RunResult, int]:
    """Run a test that does something in its block: what pytest says, and how often the network was used."""
    pytester.makepyfile(test_it=TEST.replace("BODY", body))
    asked = pytester.path / "asked.txt"
    asked.unlink(missing_ok=True)
    result = pytester.runpytest_inprocess("-p", "genai.testing.plugin", *arguments)
    return result, len(asked.read_text("utf-8").splitlines()) if asked.exists() else 0


def failed(result: pytest.RunResult, *lines: str) -> None:
    """It failed, and says why."""
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*{line}*" for line in lines])


def test_what_is_not_recorded_fails_without_a_network(pytester: pytest.Pytester) -> None:
    """The message says how to record it, and nothing is written."""
    result, asked = ran(pytester, ASK)

    failed(result, "there is no cassette *cassettes*fruit.yaml; --genai-record=new makes it")
    assert 0 == asked
    assert not (pytester.path / "cassettes").exists()


def test_what_is_missing_is_recorded_when_told_and_then_played(pytester: pytest.Pytester) -> None:
    """New ones are recorded beside the test; then the network is not used, and JSON is compared as JSON."""
    result, asked = ran(pytester, ASK, "--genai-record=new")
    result.assert_outcomes(passed=1)
    assert 1 == asked
    path = pytester.path / "cassettes" / "fruit.yaml"
    header = cassettes.read(path)
    assert ("server", "127.0.0.1:9", "http://127.0.0.1:9", "test_a_fruit") == (
        header.provenance,
        header.source,
        header.base_url,
        header.check,
    )
    recorded = path.read_bytes()

    other_words = """http.post(URL, content=b'{ "b":2, "a":1}', headers={"content-type": "application/json"})"""
    for arguments in ((), ("--genai-record=none",), ("--genai-record=new",)):
        result, asked = ran(pytester, other_words, *arguments)
        result.assert_outcomes(passed=1)
        assert 0 == asked
    assert recorded == path.read_bytes()


def test_all_records_again(pytester: pytest.Pytester) -> None:
    """What the file held goes; but what was composed by hand is played."""
    ran(pytester, ASK, "--genai-record=new")
    result, asked = ran(pytester, "http.get(URL)", "--genai-record=all")
    result.assert_outcomes(passed=1)
    assert 1 == asked

    path = pytester.path / "cassettes" / "fruit.yaml"
    assert "GET" in path.read_text("utf-8")
    assert "POST" not in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("provenance: server", "provenance: composed"), "utf-8")
    result, asked = ran(pytester, "http.get(URL)", "--genai-record=all")
    result.assert_outcomes(passed=1)
    assert 0 == asked


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ('http.post(URL, json={"a": 1, "b": 3})', ['+ "b": 3']),
        (
            "http.get(URL + '?key=abc')",
            ["fruit.yaml does not have this request:", "GET *key=REDACTED", "--genai-record=all records it again"],
        ),
        ("pass", ["fruit.yaml is not what was asked", f"- not asked for: POST {URL}"]),
        (
            f"{ASK}\n        with pytest.raises(Exception):\n            http.get(URL + '?key=abc')",
            ["fruit.yaml is not what was asked", f"- not in it: GET {URL}?key=REDACTED"],
        ),
        ("assert False, 'its own fault'", ["its own fault"]),
    ],
    ids=["a body", "a request", "unused", "an error that is hidden", "the test's own"],
)
def test_a_cassette_that_is_not_what_was_asked_fails(pytester: pytest.Pytester, body: str, lines: list[str]) -> None:
    """What is missing and what is not used; but a test that fails by itself says that alone."""
    ran(pytester, ASK, "--genai-record=new")
    result, asked = ran(pytester, body)

    failed(result, *lines)
    assert 0 == asked
    told = any("is not what was asked" in line for line in lines)
    assert told == ("is not what was asked" in result.stdout.str())


def test_the_folder_can_be_named(pytester: pytest.Pytester) -> None:
    """By the ini option, from pytest's root."""
    pytester.makeini("[pytest]\ngenai_cassettes = tapes/all\n")
    ran(pytester, ASK, "--genai-record=new")[0].assert_outcomes(passed=1)

    assert (pytester.path / "tapes" / "all" / "fruit.yaml").is_file()


def test_what_is_recorded_is_scrubbed_and_told(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the keys of the environment and the secrets that are named, and with the header that is given."""
    monkeypatch.setenv("OPENAI_API_KEY", "a-key-of-mine")
    body = 'http.post(URL, json={"a": "a-key-of-mine", "b": "another one"}, headers={"authorization": "c"})'
    source = TEST.replace('"fruit.yaml"', '"a/b.yaml", secrets=["another one"], model="m", provenance="emulator"')
    monkeypatch.setitem(globals(), "TEST", source)
    ran(pytester, body, "--genai-record=new")[0].assert_outcomes(passed=1)

    path = pytester.path / "cassettes" / "a" / "b.yaml"
    text = path.read_text("utf-8")
    assert ("emulator", "m") == (cassettes.read(path).provenance, cassettes.read(path).model)
    assert 2 == text.count("REDACTED")
    assert "authorization" not in text
    assert "a-key-of-mine" not in text
    assert "another one" not in text


def test_nothing_asked_is_nothing_recorded(pytester: pytest.Pytester) -> None:
    """Which is a failure, since it could not be played."""
    result, _ = ran(pytester, "pass", "--genai-record=new")

    failed(result, "fruit.yaml is not recorded: nothing was asked")


def test_a_header_that_is_not_sound_is_refused_first(tmp_path: Path) -> None:
    """Before anything is asked, and with vcrpy's patches not in place."""
    told = {"provenance": "no"}
    with pytest.raises(ValueError, match="provenance"), plugin._record(tmp_path / "x", "t", (), told, Offline()):
        raise AssertionError("the block was entered")


def test_a_broken_cassette_is_no_reason_to_record(pytester: pytest.Pytester) -> None:
    """It is an error, whatever the option says."""
    (pytester.path / "cassettes").mkdir()
    (pytester.path / "cassettes" / "fruit.yaml").write_text("version: 1\n", "utf-8")
    for mode in plugin.MODES:
        result, asked = ran(pytester, ASK, f"--genai-record={mode}")
        failed(result, f"{InvalidRequest.__name__}*no sound header")
        assert 0 == asked


def test_the_plugin_loads_nothing(tmp_path: Path) -> None:
    """Neither the HTTP library nor vcrpy, until a test asks; and its help is there."""
    heavy = ("httpx2", "httpcore2", "vcr", "yaml", "attrs", "attr", "cattrs", "jsonschema", "genai.client")
    code = f"import sys, genai.testing.plugin; print([name for name in {heavy} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    command = [sys.executable, "-m", "pytest", "-p", "genai.testing.plugin", "--help"]
    helped = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)

    assert "[]\n" == loaded.stdout
    assert "--genai-record={none,new,all}" in helped.stdout
    assert "genai_cassettes" in helped.stdout


@pytest.mark.parametrize("arguments", [[], ["-p", "genai.testing.plugin"]], ids=["by itself", "named as well"])
def test_as_an_entry_point_it_is_loaded_once(tmp_path: Path, arguments: list[str]) -> None:
    """The entry point has the module's own name, so that naming the module as well does not load it twice."""
    made = tmp_path / "site" / "genai_plugin_test-1.dist-info"
    made.mkdir(parents=True)
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: genai-plugin-test\nVersion: 1\n", "utf-8")
    (made / "entry_points.txt").write_text("[pytest11]\ngenai.testing.plugin = genai.testing.plugin\n", "utf-8")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["genai.testing.plugin"]\n', "utf-8")
    (tmp_path / "test_it.py").write_text("def test_it(genai_cassette):\n    assert genai_cassette\n", "utf-8")
    code = f"import sys; sys.path.insert(0, {str(made.parent)!r}); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "-q", "-W", "error", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (0, "") == (result.returncode, result.stderr)
    assert "1 passed" in result.stdout
