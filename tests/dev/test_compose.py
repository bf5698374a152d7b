"""The compose file: what can be said about it without an engine."""

import re
import shutil
import subprocess

import pytest
import yaml

from dev import paths, versions

FILE = paths.ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(\w+)")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(FILE.read_text())


def test_every_variable_is_explained_in_the_example():
    example = (paths.ROOT / ".env.example").read_text()
    named = set(re.findall(r"^(\w+)=", example, re.MULTILINE))

    assert set(VARIABLE.findall(FILE.read_text())) == named


def test_no_secret_is_written_down(compose):
    example = (paths.ROOT / ".env.example").read_text()
    assert not re.findall(r"^\w*PASSWORD\w*=\S", example, re.MULTILINE)

    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name:
                assert re.fullmatch(r"\$\{\w+:\?.+\}", value)


def test_long_running_services_have_health_checks(compose):
    for service in compose["services"].values():
        if "restart" in service:
            assert service["healthcheck"]["test"]


def test_odoo_waits_for_a_healthy_database(compose):
    waits = compose["services"]["odoo"]["depends_on"]

    assert waits["db"]["condition"] == "service_healthy"


def test_images_are_the_official_ones(compose):
    services = compose["services"]

    assert "FROM odoo:19.0\n" in services["odoo"]["build"]["dockerfile_inline"]
    assert services["db"]["image"].startswith("postgres:")


def test_the_image_gets_the_libraries_that_are_pinned_here(compose):
    built = compose["services"]["odoo"]["build"]["dockerfile_inline"]
    pinned = {requirement for requirement, _marker, _reason in versions.RUNTIME}

    found = re.findall(r"[\w.]+==[\w.]+", built)

    assert found
    assert set(found) <= pinned


def test_the_addons_are_mounted_and_the_files_are_kept(compose):
    volumes = compose["services"]["odoo"]["volumes"]

    assert "./addons:/mnt/mdtrace:ro" in volumes
    assert "filestore:/var/lib/odoo" in volumes
    assert "filestore" in compose["volumes"]


def test_replica_and_backup_are_profiles(compose):
    profiles = {
        name: service.get("profiles", [])
        for name, service in compose["services"].items()
    }

    assert profiles == {
        "db": [],
        "odoo": [],
        "replica": ["replica"],
        "backup": ["backup"],
    }


@pytest.mark.parametrize("name", ["primary-init.sh", "replica.sh", "backup.sh"])
def test_its_scripts_are_valid(name):
    script = paths.ROOT / "dev" / "docker" / name

    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_the_client_accepts_it():
    probe = ["docker", "compose", "version"]
    if not shutil.which("docker") or subprocess.run(probe, check=False).returncode:
        pytest.skip("no docker client with compose")

    answer = subprocess.run(
        ["docker", "compose", "--env-file", ".env.example", "config", "--quiet"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"POSTGRES_PASSWORD": "x", "REPLICATION_PASSWORD": "y", "PATH": "/usr/bin"},
    )

    assert answer.returncode == 0, answer.stderr
