"""The story of the plant: who acts, what is remembered, in which order."""

from .chapters import company, distribution, production, recall, supply
from .client import Session
from .people import PEOPLE

ADMIN = ("admin", "admin")

CHAPTERS = (
    company.open_the_company,
    company.hire_people,
    company.describe_products,
    supply.write_specifications,
    supply.approve_supplier,
    supply.order_bar_stock,
    supply.receive_bar_stock,
    supply.inspect_and_release_bar_stock,
    supply.receive_doubtful_bar_stock,
    production.machine_screws,
    production.inspect_and_release_screws,
    distribution.ship_to_hospitals,
    distribution.take_one_back,
    production.plan_more_screws,
    recall.report_nonconformity,
    recall.recall_screws,
)


class World:
    """What the chapters share: sessions of the people and ids by name.

    :param lang: language in which people and partners are named
    """

    def __init__(self, url, db, lang):
        self.url, self.db, self.lang = url, db, lang
        self.ids = {}
        self._sessions = {}

    def person(self, login):
        """Return the open session of one person, signing in at first use."""
        if login not in self._sessions:
            password = dict([ADMIN]).get(login) or next(
                person.password for person in PEOPLE if person.login == login
            )
            self._sessions[login] = Session(
                self.url, self.db, login, password, self.lang
            )
        return self._sessions[login]

    def ref(self, xmlid):
        """Return the id behind an external identifier (only an admin may look)."""
        return self.person("admin").ref(xmlid)

    def say(self, english, chinese):
        """Return the wording in the plant's language."""
        return chinese if self.lang == "zh_CN" else english
