"""Streams and exit codes: what a shell, a pipe, a terminal and a scheduler see."""

from __future__ import annotations

import json
import os
import pty
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from loyalty_sim.cli import entry, streams
from tests.conftest import REPOSITORY, Command, run_python

LOYALTY_SIM = [sys.executable, "-m", "loyalty_sim"]
SMALL = ("--customers", "200", "--months", "6")
COLOUR = re.compile(r"\x1b\[[\d;]*\b(3\d|4\d|9\d)\b")


def on_terminal(*arguments: str, stream: str, **environment: str) -> tuple[str, str]:
    """Run a command with one stream on a terminal; returns what the terminal showed, and the other stream."""
    ours, theirs = pty.openpty()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: theirs}
    variables = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "140", **environment}
    process = subprocess.Popen([*LOYALTY_SIM, *arguments], env=variables, cwd=REPOSITORY, **pipes)  # type: ignore[call-overload]
    os.close(theirs)
    other = process.communicate(timeout=120)[0 if stream == "stderr" else 1]
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # the terminal is closed
        pass
    os.close(ours)
    assert process.returncode == 0
    return shown.decode(), other.decode()


def test_help_names_every_command_and_exit_code(cli: Command) -> None:
    """``--help`` and no argument at all print the same help to stdout and end with 0."""
    with_option, without = cli("--help"), cli()
    assert with_option.code == without.code == 0
    assert with_option.out.split() == without.out.split()
    for word in ("run", "validate", "presets", "schema", "trace", "app", "Exit codes: 0", "130 interrupted"):
        assert word in " ".join(with_option.out.split())


def test_the_version_is_that_of_the_package(cli: Command) -> None:
    """``--version`` prints the version."""
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", cli("--version").out)


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("walk",),
        ("run", "cdnow", "--fast"),
        ("run", "cdnow", "--engine", "abacus"),
        ("run", "cdnow", "--months", "x"),
        ("run", "cdnow", "--threads", "0"),
        ("app", "--port", "0"),
        ("run", "no-such-preset"),
    ],
)
def test_usage_errors_end_with_2(cli: Command, arguments: tuple[str, ...]) -> None:
    """What was typed wrongly is said on stderr; with --json on stdout, as one document."""
    text = cli(*arguments)
    assert (text.code, text.out) == (2, "")
    assert "error" in text.err.lower()
    document = cli(*arguments, "--json")
    assert (document.code, document.err) == (2, "")
    assert document.document["error"]["code"] == 2
    assert document.document["error"]["message"]


def test_an_unexpected_failure_is_a_sentence(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug ends with 1 and a sentence, without a traceback unless it is asked for."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.delenv(entry.DEBUG, raising=False)
    monkeypatch.setattr("loyalty_sim.cli.scenarios.load", fail)
    outcome = cli("run", "cdnow")
    assert outcome.code == 1
    assert outcome.err == "error: unexpected ZeroDivisionError: by zero (set LOYALTY_SIM_DEBUG=1 to see where)\n"
    assert cli("run", "cdnow", "--json").document["error"]["code"] == 1
    monkeypatch.setenv(entry.DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        cli("run", "cdnow")


def test_books_that_do_not_balance_end_with_1(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed identity makes the run fail, whatever its numbers."""
    from loyalty_sim.finance import Check

    monkeypatch.setattr("loyalty_sim.cli.run.checks", lambda _: [Check("Points roll forward", False, "gap 7")])
    outcome = cli("run", "cdnow", *SMALL, "--quiet")
    assert outcome.code == 1
    assert "Points roll forward: gap 7" in outcome.err


@pytest.mark.parametrize("mode", [(), ("--json",)])
def test_an_interrupt_ends_with_130(mode: tuple[str, ...]) -> None:
    """Ctrl-C in the middle of a run ends it cleanly: a message or a document, no traceback."""
    code = f"""
import os, signal, sys, threading
import loyalty_sim.cli.run
threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()
sys.exit(loyalty_sim.cli.main(["run", "beauty-tiers", "--engine", "simpy", "--customers", "1000000", *{mode}]))
"""
    outcome = run_python(code)
    assert outcome.code == 130
    if mode:
        assert outcome.document["error"]["code"] == 130
        assert outcome.err == ""
    else:
        assert (outcome.out, outcome.err) == ("", "interrupted\n")


def test_a_reader_that_goes_away_is_no_failure() -> None:
    """``loyalty-sim schema | true`` says nothing on stderr and ends with 0."""
    process = subprocess.Popen([*LOYALTY_SIM, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 0
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [("presets",), ("presets", "--json"), ("run", "no-such-preset", "--json")])
def test_a_full_disk_is_a_sentence(arguments: tuple[str, ...]) -> None:
    """When stdout cannot be written the command says so on stderr and fails."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*LOYALTY_SIM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode in (1, 2)
    assert done.stderr == "error: cannot write the output: no space left on device\n"


def test_progress_is_shown_on_a_terminal_only() -> None:
    """stderr on a terminal shows a bar; stdout stays data; elsewhere no bar and no control characters."""
    shown, out = on_terminal("run", "coffee-stars", *SMALL, "--json", stream="stderr")
    assert "%" in shown
    assert "\x1b[" in shown
    assert json.loads(out)["scenario"]
    piped = subprocess.run([*LOYALTY_SIM, "run", "coffee-stars", *SMALL], capture_output=True, text=True, check=True)
    assert "\x1b" not in piped.stderr + piped.stdout


def test_quiet_shows_no_progress_on_a_terminal() -> None:
    """--quiet leaves the terminal empty."""
    assert on_terminal("run", "coffee-stars", *SMALL, "--quiet", stream="stderr")[0] == ""


def test_no_color_is_honoured() -> None:
    """With NO_COLOR set nothing on the terminal is coloured; without it the bar is."""
    assert not COLOUR.search(on_terminal("run", "coffee-stars", *SMALL, stream="stderr", NO_COLOR="1")[0])
    assert COLOUR.search(on_terminal("run", "coffee-stars", *SMALL, stream="stderr")[0])
    assert not COLOUR.search(on_terminal("run", "coffee-stars", *SMALL, stream="stdout", NO_COLOR="1")[0])


def test_a_table_on_a_terminal_has_the_same_numbers() -> None:
    """On a terminal the table is drawn to fit, with the same cells as in a pipe."""
    shown, _ = on_terminal("run", "cdnow", *SMALL, stream="stdout")
    piped = subprocess.run([*LOYALTY_SIM, "run", "cdnow", *SMALL, "--quiet"], capture_output=True, text=True, check=True)
    revenue = next(line for line in piped.stdout.splitlines() if line.startswith("Revenue"))
    assert revenue.split() in [re.sub(r"\x1b\[[\d;]*m", "", line).split() for line in shown.splitlines()]


def test_what_has_no_value_is_null_in_json() -> None:
    """JSON knows no NaN and no infinity; both are written as null, everything else in its own type."""
    document = streams.plain({"a": float("nan"), 2: (float("inf"), 1.5, None, True), "p": Path("x")})
    assert document == {"a": None, "2": [None, 1.5, None, True], "p": "x"}


@pytest.mark.parametrize("arguments", [["validate", "cdnow"], ["presets"], ["schema"], ["--help"], ["run", "nothing"]])
def test_commands_that_do_not_simulate_do_not_load_the_compiler(arguments: list[str]) -> None:
    """Help, validation, presets and the schema answer at once: no Numba, no pandas, no Streamlit."""
    code = f"""
import sys
from loyalty_sim.cli import main
main({arguments!r})
sys.exit(",".join(sorted({{"numba", "pandas", "streamlit", "altair", "scipy"}} & set(sys.modules))) or 0)
"""
    outcome = run_python(code)
    assert outcome.code == 0, outcome.err


def test_only_the_page_loads_streamlit() -> None:
    """Running, exporting and tracing load no Streamlit."""
    code = """
import sys, tempfile
from loyalty_sim.cli import main
with tempfile.TemporaryDirectory() as folder:
    main(["run", "cdnow", "--customers", "100", "--months", "1", "--out", folder])
main(["trace", "cdnow", "--customer", "1"])
sys.exit("streamlit" in sys.modules)
"""
    assert run_python(code).code == 0


def test_app_starts_the_packaged_page_on_the_port(cli: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """``app`` hands the packaged script to Streamlit, with the port if one was chosen, and never asks for an email."""
    calls: list[list[str]] = []
    monkeypatch.setattr("streamlit.web.cli.main", lambda arguments, **_: calls.append(arguments))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert cli("app", "--port", str(port)).code == cli("app").code == 0
    chosen, free = calls
    assert chosen[0] == free[0] == "run"
    assert Path(chosen[1]).parts[-3:] == ("loyalty_sim", "ui", "app.py")
    assert Path(chosen[1]).is_file()
    assert chosen[2:] == ["--server.showEmailPrompt=false", f"--server.port={port}"]
    assert free[2:] == ["--server.showEmailPrompt=false"]


def test_app_looks_for_studies_where_it_is_told(cli: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--studies`` tells the page where to look; what is no folder is refused and nothing is started."""
    started: list[str] = []
    monkeypatch.setattr("streamlit.web.cli.main", lambda *_, **__: started.append(os.environ["LOYALTY_SIM_STUDIES"]))
    monkeypatch.setenv("LOYALTY_SIM_STUDIES", "elsewhere")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    assert cli("app", "--studies", "there").code == 0
    refused = cli("app", "--studies", "nowhere")
    assert (refused.code, started) == (2, [str(tmp_path / "there")])
    assert "--studies is nowhere, which is no folder" in refused.err


def test_a_port_in_use_is_a_sentence(cli: Command) -> None:
    """``app`` on a port that another program listens on fails with a sentence and does not start."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        outcome = cli("app", "--port", str(port))
    assert outcome.code == 1
    assert outcome.err == f"error: port {port} cannot be used: address already in use; choose another --port\n"
