"""What the launcher says when it cannot go on: one sentence and what to do."""

import json
import os
import socket
import subprocess
import sys

import pytest

from dev import database, odoo_source, paths, process, server
from dev.say import RefusalError


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MDTRACE_CACHE", str(tmp_path / "cache"))
    return paths.cache()


def an_odoo(directory, version):
    (directory / "odoo").mkdir(parents=True)
    release = f"version_info = ({version}, FINAL, 0, '')\n"
    (directory / "odoo" / "release.py").write_text(release)
    return directory


def test_a_port_in_use_is_named_with_another_one_to_choose():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(RefusalError, match=f"{port} is in use.*--port {port + 1}"):
            server.require_port(port)


def test_a_free_port_is_accepted():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    server.require_port(port)


def test_an_odoo_of_the_series_is_taken(tmp_path):
    odoo = odoo_source.checked(an_odoo(tmp_path, "19, 0, 0"), "ODOO_PATH")

    assert odoo.version == "19.0.0"


@pytest.mark.parametrize("version", ["18, 0, 0", "'saas~18', 2, 0"])
def test_an_odoo_of_another_series_is_refused(tmp_path, version):
    with pytest.raises(RefusalError, match=r"needs 19\.0"):
        odoo_source.checked(an_odoo(tmp_path, version), "ODOO_PATH")


def test_a_directory_without_odoo_is_refused(tmp_path):
    with pytest.raises(RefusalError, match="no Odoo is there"):
        odoo_source.checked(tmp_path, "ODOO_PATH")


def test_a_full_disk_is_said_before_the_download(cache):
    with pytest.raises(RefusalError, match="disk is full"):
        paths.require_space(1 << 60)


def test_a_program_that_fills_the_disk_is_explained():
    failure = process.FailureError(["x"], 1, "write: No space left on device")

    assert "disk is full" in str(process.explain(failure))


@pytest.mark.parametrize(
    "output",
    [
        "E: Temporary failure resolving 'deb.example'",
        "Could not connect: Network is unreachable",
        "fatal: unable to access 'https://git.example/'",
    ],
)
def test_a_missing_network_is_recognized(output):
    assert process.is_network(process.FailureError(["x"], 1, output))


def test_a_cache_that_cannot_be_made_names_the_variable(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MDTRACE_CACHE", str(tmp_path / "file" / "cache"))

    with pytest.raises(RefusalError, match="MDTRACE_CACHE"):
        paths.cache()


def test_a_server_that_is_running_is_not_started_twice(cache):
    launcher = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)  # mdtrace"]
    )
    mark = {"pid": launcher.pid, "launcher": launcher.pid, "url": "http://x"}
    server.mark_file("demo").write_text(json.dumps(mark))
    try:
        with pytest.raises(RefusalError, match="running already at http://x"):
            server.refuse_running("demo", server.read_mark("demo"))
    finally:
        launcher.kill()
        launcher.wait()


def test_a_mark_of_a_dead_launcher_stops_nobody(cache):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mark = {"pid": dead.pid, "launcher": dead.pid, "url": "http://x"}
    server.mark_file("demo").write_text(json.dumps(mark))

    server.refuse_running("demo", server.read_mark("demo"))


def test_a_damaged_mark_counts_as_none(cache):
    server.mark_file("demo").write_text("{")

    assert server.read_mark("demo") is None


class AnsweringDatabases(database.Databases):
    """Databases whose server gives a prepared answer."""

    def __init__(self, **answer):
        self.answer = {"version": 160000, "user": "odoo", "creates": True, **answer}

    def ask(self, *_requests):
        return [self.answer]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"version": 120005}, "needs 13"),
        ({"user": "postgres"}, "PGUSER"),
        ({"creates": False}, "CREATEDB"),
    ],
)
def test_an_unfit_database_server_is_refused(answer, sentence):
    with pytest.raises(RefusalError, match=sentence):
        AnsweringDatabases(**answer).check()


def test_a_fit_database_server_is_accepted():
    AnsweringDatabases().check()


def test_an_old_python_gets_a_sentence_and_not_a_traceback(tmp_path):
    launcher = (paths.ROOT / "mdtrace").read_text()
    old = launcher.replace("sys.version_info[:2]", "(3, 8)")

    answer = subprocess.run(
        [sys.executable, "-c", old], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 1
    assert answer.stderr.startswith(
        "MDTrace needs Python 3.10 to 3.13, and this is 3.8"
    )


@pytest.mark.parametrize(
    "command",
    ["demo", "test", "lint", "shell", "update", "bench", "translations"],
)
def test_every_command_explains_itself(command):
    answer = subprocess.run(
        [sys.executable, paths.ROOT / "mdtrace", command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )

    assert answer.returncode == 0
    assert f"usage: mdtrace {command}" in answer.stdout
