"""Downloads are pinned, killed servers repaired, generated files fresh."""

import os
import pwd
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from dev import debian, hashes, lock, paths, postgres, process, say, venv, versions


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("MDTRACE_CACHE", str(tmp_path / "cache"))
    return paths.cache()


def test_a_download_that_changed_no_longer_fits_the_lock(cache):
    file = cache / "odoo.deb"
    file.write_bytes(b"one")
    lock.pin([file])
    assert lock.differing(cache) == []

    file.write_bytes(b"two")

    assert lock.differing(cache) == ["odoo.deb"]


def test_a_missing_download_no_longer_fits_the_lock(cache):
    file = cache / "odoo.deb"
    file.write_bytes(b"one")
    lock.pin([file])

    file.unlink()

    assert lock.differing(cache) == ["odoo.deb"]


def test_a_broken_lock_file_pins_nothing(cache):
    lock.path().write_text("{")

    assert lock.read() == {}


def test_a_mirror_that_serves_other_content_is_refused(cache, monkeypatch):
    downloads = cache / "debs"
    downloads.mkdir()
    package = downloads / "odoo.deb"
    package.write_bytes(b"pinned")
    lock.pin([package])
    package.unlink()
    monkeypatch.setattr(debian, "_apt", lambda: ["true"])
    monkeypatch.setattr(process, "run", lambda *_a, **_k: package.write_bytes(b"other"))

    with pytest.raises(say.RefusalError, match=r"odoo\.deb came from the mirror"):
        debian._download(downloads)


def test_requirement_files_are_made_from_the_pins():
    assert versions.stale() == []


def test_every_requirement_is_pinned_exactly():
    for pins in (versions.RUNTIME, versions.POSTGRES, versions.TEST, versions.LINT):
        for requirement, _marker, _reason in pins:
            assert requirement.count("==") == 1


def a_server(base):
    server = object.__new__(postgres.EmbeddedServer)
    server.account = None
    server.base = base
    server.data = base / "data"
    server.binaries = base / "bin"
    server.data.mkdir(parents=True)
    return server


def test_a_lock_of_a_dead_server_is_cleared_away(tmp_path):
    server = a_server(tmp_path)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    pid_file = server.data / "postmaster.pid"
    pid_file.write_text(f"{dead.pid}\n")

    server._repair()

    assert not pid_file.exists()


def test_a_lock_whose_number_belongs_to_another_program_is_cleared_away(tmp_path):
    server = a_server(tmp_path)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pid_file = server.data / "postmaster.pid"
    pid_file.write_text(f"{other.pid}\n")
    try:
        server._repair()

        assert not pid_file.exists()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_server_that_still_has_users_is_left_running(tmp_path):
    first, second = a_server(tmp_path / "a"), a_server(tmp_path / "b")
    stopped = []
    for server in (first, second):
        server.base = tmp_path
        server._running = lambda: True
        server._pg_ctl = lambda *arguments, **_options: stopped.append(arguments[0])
        server.start()

    first.stop()
    assert stopped == []
    second.stop()

    assert stopped == ["stop"]


def test_a_long_path_gets_a_short_socket(tmp_path):
    server = a_server(tmp_path / ("x" * 100))

    assert len(str(server.socket)) < postgres.SOCKET_LIMIT


def test_a_closed_directory_is_out_of_reach_of_the_database_user(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    nobody = pwd.getpwnam("nobody")
    owner = SimpleNamespace(pw_uid=os.getuid(), pw_gid=os.getgid())

    assert not postgres._traversable(closed / "cache", nobody)
    assert postgres._traversable(closed, owner) == postgres._traversable(
        tmp_path, owner
    )


def test_variables_name_an_own_server(monkeypatch):
    for name in postgres.OWN_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert isinstance(postgres.EmbeddedServer, type)
    assert not postgres.own()

    monkeypatch.setenv("PGHOST", "db")
    monkeypatch.setenv("PGUSER", "me")

    assert postgres.server().settings() == {"db_host": "db", "db_user": "me"}


def test_two_servers_do_not_share_files(monkeypatch):
    names = set()
    for host in ("one", "two"):
        monkeypatch.setenv("PGHOST", host)
        names.add(postgres.server().files)

    assert len({*names, postgres.EmbeddedServer.files}) == 3


def test_an_environment_of_other_pins_is_not_fresh(cache):
    (venv.directory() / "bin").mkdir(parents=True)
    venv.python().write_text("")
    mark = venv.directory() / "complete"
    mark.write_text("other")
    assert not venv.fresh()

    mark.write_text(venv.wanted())

    assert venv.fresh()


def test_a_changed_view_needs_an_update_and_a_changed_test_does_not(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(paths, "ADDONS", tmp_path)
    addon = tmp_path / "mdtrace_x"
    for folder in ("views", "tests"):
        (addon / folder).mkdir(parents=True)
    (addon / "__manifest__.py").write_text("{}")
    before = hashes.of_addons()

    (addon / "tests" / "test_x.py").write_text("x = 1")
    assert hashes.changed(before) == []
    (addon / "views" / "x_views.xml").write_text("<odoo/>")

    assert hashes.changed(before) == ["mdtrace_x"]


def test_a_stopped_program_takes_what_it_started_along(tmp_path):
    file = tmp_path / "pid"
    child = process.spawn(
        ["sh", "-c", f"sleep 60 & echo $! > {file}; wait"],
    )
    deadline = time.monotonic() + 10
    while not (file.exists() and file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    grandchild = int(file.read_text())

    process.stop(child)

    deadline = time.monotonic() + 5
    while "sleep" in process.command_of(grandchild) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "sleep" not in process.command_of(grandchild)
    assert child.poll() is not None
