"""A real browser on the demo plant, signed in as the people of the plant."""

import json
import os
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dev.plant.people import PEOPLE
from dev.plant.story import ADMIN, World

# milliseconds; the first page builds its assets
PATIENCE = int(os.environ.get("MDTRACE_PATIENCE", "60000"))
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PASSWORDS = dict([ADMIN, *((person.login, person.password) for person in PEOPLE)])


@pytest.fixture(scope="session")
def world():
    """The demo plant, to prepare over HTTP what a journey starts from."""
    if "MDTRACE_URL" not in os.environ:
        pytest.skip("needs a running demo: MDTRACE_URL and MDTRACE_DB name it")
    return World(os.environ["MDTRACE_URL"], os.environ["MDTRACE_DB"], "en_US")


@pytest.fixture(scope="session")
def chromium(world):
    """One browser for all journeys."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = os.environ.get("MDTRACE_CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Desk:
    """One person at a screen: an open page and what went wrong on it."""

    def __init__(self, browser, world, login, *, phone=False):
        size = (390, 844) if phone else (1440, 900)
        self.world, self.login = world, login
        self.context = browser.new_context(
            viewport=dict(zip(("width", "height"), size, strict=True)),
            accept_downloads=True,
        )
        self._sign_in()
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _sign_in(self):
        answer = self.context.request.post(
            f"{self.world.url}/web/session/authenticate",
            headers={"Content-Type": "application/json"},
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {
                        "db": self.world.db,
                        "login": self.login,
                        "password": PASSWORDS[self.login],
                    },
                }
            ),
        )
        assert answer.json()["result"]["uid"], f"login refused for {self.login}"

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, path):
        """Open a page of the web client and wait until it shows something."""
        self.page.goto(self.world.url + path)
        self.page.wait_for_selector(".o_action_manager > *:not(:empty), .modal")
        return self.page

    def form(self, model, record):
        """Open the form of one record."""
        page = self.open(f"/odoo/m-{model}/{record}")
        page.wait_for_selector(
            ".o_form_view .o_form_sheet, .o_form_view .o_form_sheet_bg"
        )
        return page

    def sign(self, *, reason=None, password=None):
        """Fill in the signing dialog that is open."""
        dialog = self.page.locator(".o_mdtrace_sign")
        if reason:
            dialog.locator("#o_mdtrace_sign_reason").fill(reason)
        dialog.locator("#o_mdtrace_sign_password").fill(
            PASSWORDS[self.login] if password is None else password
        )
        self.page.locator(".o_mdtrace_sign_confirm").click()
        return dialog

    def shoot(self, name):
        """Keep a picture of the page for the documentation, when that is asked for."""
        folder = os.environ.get("MDTRACE_SHOTS")
        if folder:
            self.page.wait_for_timeout(400)  # until fading is over
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.fixture
def desk(chromium, world):
    """Return a function that seats a person: ``desk("buyer")``."""
    seats = []

    def seat(login, **options):
        seats.append(Desk(chromium, world, login, **options))
        return seats[-1]

    yield seat
    for one in seats:
        one.context.close()
