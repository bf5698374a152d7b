"""Who works in the demo plant: one login for each role.

The launcher prints this list, the chapters act through it, and the browser
journeys sign in with it.
"""

from dataclasses import dataclass

_ROLE = "mdtrace_base.mdtrace_base_group_"


@dataclass(frozen=True)
class Person:
    """One user of the plant.

    ``groups`` are external identifiers; ``duty`` is the sentence the launcher
    prints beside the login.
    """

    login: str
    name: str
    name_zh: str
    duty: str
    groups: tuple[str, ...]

    @property
    def password(self):
        """The password of a demo login; a real plant has real ones."""
        return f"{self.login}-demo"

    def display_name(self, lang):
        """Return the person's name in the language of the plant."""
        return self.name_zh if lang == "zh_CN" else self.name


PEOPLE = (
    Person(
        "setup",
        "Helen Park",
        "何平",
        "Traceability administrator: configures, may not sign",
        (
            f"{_ROLE}administrator",
            "stock.group_stock_manager",
            "mrp.group_mrp_manager",
            "purchase.group_purchase_manager",
            "product.group_product_manager",
        ),
    ),
    Person(
        "buyer",
        "Mina Zhao",
        "赵敏",
        "Purchaser: supplier approvals in draft, purchase orders",
        (f"{_ROLE}purchaser", "purchase.group_purchase_user"),
    ),
    Person(
        "receiver",
        "Leo Wang",
        "王磊",
        "Warehouse: receives, stores, ships",
        (f"{_ROLE}operator", "stock.group_stock_user"),
    ),
    Person(
        "inspector",
        "Yu Chen",
        "陈瑜",
        "Inspector: certificates, results, verdicts",
        (f"{_ROLE}inspector", "stock.group_stock_user"),
    ),
    Person(
        "approver",
        "Fang Liu",
        "刘芳",
        "Quality approver: approves, releases, signs",
        (f"{_ROLE}approver", "stock.group_stock_user"),
    ),
    Person(
        "maker",
        "Hao Sun",
        "孙浩",
        "Production: manufacturing orders",
        (f"{_ROLE}operator", "mrp.group_mrp_user", "stock.group_stock_user"),
    ),
    Person(
        "regulatory",
        "Jing Lin",
        "林静",
        "Regulatory affairs: recalls",
        (f"{_ROLE}regulatory", "stock.group_stock_user"),
    ),
    Person(
        "auditor",
        "Paul Meyer",
        "梅保罗",
        "Auditor: reads everything, changes nothing",
        (f"{_ROLE}viewer", "stock.group_stock_user"),
    ),
)
