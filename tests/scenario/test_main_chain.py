"""The main chain, from the certificate to the recall, over HTTP by the roles.

The steps and words are those of the tutorial, `docs/tutorial/main-chain.md`. Each
test needs the ones before it: they are one story.
"""

import hashlib
import io
import json
import zipfile

import psycopg2
import pytest

from dev.plant import certificates
from dev.plant.chapters import company, distribution, production, recall, supply
from dev.plant.client import OdooError

pytestmark = pytest.mark.usefixtures("world")


def refused(session, model, method, *args, **kwargs):
    """Call something that must be refused; return the sentence the person reads."""
    with pytest.raises(OdooError) as refusal:
        session.call(model, method, *args, **kwargs)
    return str(refusal.value)


def row(session, model, record, *fields):
    return session.read(model, record, list(fields))[0]


def entries(world, **columns):
    """Return the ledger entries with these values, oldest first."""
    return world.person("auditor").find(
        "mdtrace.ledger.entry",
        [(name, "=", value) for name, value in columns.items()],
        ["kind", "user_login", "old_text", "new_text", "reason", "recorded_at"],
        order="id",
    )


def delivery(world, product, lots, customer="hospital"):
    """Return an open delivery that asks for as many units as there are lots."""
    receiver = world.person("receiver")
    return distribution.plan(receiver, world.ids[customer], product, len(lots))


# 7 · supplier and purchase order


def test_the_plant_is_set_up_and_its_products_are_controlled(world):
    company.open_the_company(world)
    company.describe_products(world)
    supply.write_specifications(world)

    product = row(world.person("auditor"), "product.product", world.ids["bar"], "name")

    assert product["name"].startswith("Titanium bar")
    assert entries(world, kind="config", res_id=world.ids["bar_template"])


def test_a_purchase_order_to_an_unapproved_supplier_is_stopped_at_every_door(world):
    buyer = world.person("buyer")
    order = supply.draft_order(world, "trader")

    sentence = refused(buyer, "purchase.order", "button_confirm", [order])
    assert "Harbor Metal Trading" in sentence
    assert "TI-BAR-8" in sentence
    assert "approv" in sentence

    refused(buyer, "purchase.order", "write", [order], {"state": "purchase"})
    values = {"partner_id": world.ids["trader"], "state": "purchase"}
    line = {"product_id": world.ids["bar"], "product_qty": 1, "price_unit": 1}
    refused(
        buyer, "purchase.order", "create", [{**values, "order_line": [(0, 0, line)]}]
    )
    assert row(buyer, "purchase.order", order, "state")["state"] == "draft"


def test_an_approved_supplier_is_ordered_from(world):
    supply.approve_supplier(world)
    supply.order_bar_stock(world)

    order = row(world.person("buyer"), "purchase.order", world.ids["purchase"], "state")
    assert order["state"] == "purchase"


# 8 · receipt


def test_a_receipt_numbers_the_lot_and_keeps_heat_climate_and_certificate(world):
    supply.receive_bar_stock(world)

    auditor = world.person("auditor")
    lot = row(
        auditor,
        "stock.lot",
        world.ids["bar_lot"],
        *("name", "mdtrace_supplier_lot", "mdtrace_supplier_id"),
        *("mdtrace_disposition", "mdtrace_usable", "mdtrace_receipt_id"),
    )
    assert lot["name"].startswith("BAR-")
    assert lot["mdtrace_supplier_lot"] == "H26-0417"
    assert lot["mdtrace_supplier_id"][0] == world.ids["titanium"]
    assert lot["mdtrace_disposition"] == "pending"
    assert not lot["mdtrace_usable"]
    climate = auditor.find(
        "mdtrace.condition.log",
        [("lot_id", "=", world.ids["bar_lot"])],
        ["temperature", "humidity"],
    )
    assert [(log["temperature"], log["humidity"]) for log in climate] == [(21.4, 48)]


def test_results_of_the_certificate_are_converted_and_judged(world):
    results = world.person("auditor").find(
        "mdtrace.result",
        [("lot_id", "=", world.ids["bar_lot"])],
        ["characteristic_id", "stated_text", "converted_value", "verdict"],
    )
    by_name = {result["characteristic_id"][1]: result for result in results}

    (nitrogen,) = (value for name, value in by_name.items() if "Nitrogen" in name)
    assert nitrogen["converted_value"] == pytest.approx(0.009)
    assert {result["verdict"] for result in results} == {"pass"}
    assert len(results) == len(certificates.GOOD_BAR)


def test_a_value_out_of_limits_and_a_missing_one_are_named(world):
    supply.receive_doubtful_bar_stock(world)

    findings = world.person("auditor").find(
        "mdtrace.certificate.finding",
        [("reading_id.lot_ids", "in", [world.ids["doubtful_lot"]])],
        ["code", "message"],
    )
    text = "\n".join(finding["message"] for finding in findings)
    assert "Iron" in text
    assert "Hydrogen" in text
    lot = row(
        world.person("auditor"),
        "stock.lot",
        world.ids["doubtful_lot"],
        "mdtrace_disposition",
    )
    assert lot["mdtrace_disposition"] == "pending"


def test_an_invalid_document_is_named_and_kept(world):
    broken = json.loads(
        certificates.coa("X-1", "H26-0533", "Maker", "Us", certificates.GOOD_BAR)
    )
    del broken["Certificate"]["Analysis"]
    supply.upload_certificate(
        world,
        "broken.json",
        json.dumps(broken).encode(),
        lot_ids=[(6, 0, [world.ids["doubtful_lot"]])],
    )

    reading = world.person("auditor").find(
        "mdtrace.certificate.reading",
        [("name", "=", "broken.json")],
        ["outcome", "finding_ids", "evidence_id"],
        order="id desc",
        limit=1,
    )[0]
    findings = world.person("auditor").read(
        "mdtrace.certificate.finding", reading["finding_ids"], ["message"]
    )
    assert reading["evidence_id"]
    assert any("Analysis" in finding["message"] for finding in findings)


# 9 · before and after the release


def test_before_release_the_lot_cannot_be_reserved_consumed_or_shipped(world):
    receiver, maker = world.person("receiver"), world.person("maker")
    lot, product = world.ids["bar_lot"], world.ids["bar"]

    picking = delivery(world, product, [lot])
    (move,) = receiver.search("stock.move", [("picking_id", "=", picking)])
    assert not receiver.search("stock.move.line", [("move_id", "=", move)])

    line = {
        "move_id": move,
        "picking_id": picking,
        "product_id": product,
        "lot_id": lot,
        "quantity": 1,
        "picked": True,
        **distribution.places(receiver),
    }
    refused(receiver, "stock.move.line", "create", [line])
    forged = {
        "skip_sanity_check": True,
        "mdtrace_bypass": True,
        "mdtrace_permit": True,
        "mdtrace_exclude_held": False,
    }
    refused(receiver, "stock.move.line", "create", [line], context=forged)
    assert row(receiver, "stock.picking", picking, "state")["state"] != "done"
    order = production.plan(world)
    moves = row(maker, "mrp.production", order, "move_raw_ids")["move_raw_ids"]
    assert not maker.search("stock.move.line", [("move_id", "in", moves)])
    receiver.call("stock.picking", "action_cancel", [picking])
    maker.call("mrp.production", "action_cancel", [order])


def test_a_lot_is_not_released_while_its_inspection_is_open(world):
    approver = world.person("approver")

    sentence = refused(
        approver, "stock.lot", "action_mdtrace_release", [world.ids["bar_lot"]]
    )
    assert "INS/" in sentence
    assert "not decided" in sentence


def test_the_receiver_does_not_decide_the_inspection(world):
    receiver = world.person("receiver")
    (inspection,) = receiver.search(
        "mdtrace.inspection",
        [("lot_ids", "in", [world.ids["bar_lot"]]), ("state", "=", "open")],
    )

    refused(receiver, "mdtrace.inspection", "action_accept", [inspection])
    refused(
        receiver, "mdtrace.inspection", "write", [inspection], {"state": "accepted"}
    )
    supply.inspect(world, [world.ids["bar_lot"]], supply.BAR_MEASURED[3])
    accepted = row(receiver, "mdtrace.inspection", inspection, "state")
    assert accepted["state"] == "accepted"


def test_release_takes_the_right_role_and_the_right_password(world):
    lots = [world.ids["bar_lot"]]
    refused(world.person("receiver"), "stock.lot", "action_mdtrace_release", lots)
    refused(world.person("setup"), "stock.lot", "action_mdtrace_release", lots)
    approver = world.person("approver")
    action = approver.call("stock.lot", "action_mdtrace_release", lots)
    params = action["params"]

    answer = approver.post(
        "/mdtrace/sign",
        model=params["model"],
        ids=params["ids"],
        to=params["to"],
        credential={"type": "password", "password": "guess"},
    )
    assert "password" in answer["error"]
    assert entries(world, kind="signature_refused", lot_id=lots[0])
    refused(
        approver,
        params["model"],
        "write",
        params["ids"],
        {"disposition": "released"},
        context={"mdtrace_permit": True, "identity_checked": True},
    )

    approver.sign(action)
    lot = row(approver, "stock.lot", lots[0], "mdtrace_disposition", "mdtrace_usable")
    assert lot["mdtrace_disposition"] == "released"
    assert lot["mdtrace_usable"]


def test_scrap_stays_open_for_a_lot_that_nobody_released(world):
    receiver = world.person("receiver")
    scrap = receiver.create(
        "stock.scrap",
        {
            "product_id": world.ids["bar"],
            "lot_id": world.ids["doubtful_lot"],
            "scrap_qty": 5,
        },
    )
    receiver.call("stock.scrap", "action_validate", [scrap])

    assert row(receiver, "stock.scrap", scrap, "state")["state"] == "done"


# 10 · making and shipping


def test_an_order_consumes_the_lot_and_makes_serials_and_a_byproduct(world):
    production.machine_screws(world)
    production.inspect_and_release_screws(world)

    assert len(world.ids["screws"]) == production.SCREWS
    screws = world.person("auditor").read(
        "stock.lot", world.ids["screws"], ["mdtrace_disposition"]
    )
    assert {screw["mdtrace_disposition"] for screw in screws} == {"released"}


def test_screws_are_shipped_to_two_customers_and_one_comes_back(world):
    distribution.ship_to_hospitals(world)
    distribution.take_one_back(world)

    state = row(world.person("receiver"), "stock.picking", world.ids["return"], "state")
    assert state["state"] == "done"


def test_a_done_line_is_not_turned_to_a_lot_that_nobody_released(world):
    receiver = world.person("receiver")
    (line, *_others) = receiver.search(
        "stock.move.line", [("picking_id", "=", world.ids["hospital_delivery"])]
    )
    fresh = receiver.create("stock.lot", {"product_id": world.ids["screw"]})

    refused(receiver, "stock.move.line", "write", [line], {"lot_id": fresh})


# 11 · trace


def test_the_trace_forward_names_screws_turnings_and_consignees_net(world):
    trace = world.person("auditor").call(
        "mdtrace.trace", "trace_lots", [world.ids["bar_lot"]], "forward"
    )

    reached = {int(lot) for lot in trace["nodes"]} - {world.ids["bar_lot"]}
    assert reached == {*world.ids["screws"], world.ids["turnings_lot"]}
    net = {}
    for consignee in trace["consignees"]:
        partner = consignee["partner_id"]
        net[partner] = net.get(partner, 0) + consignee["net"]
    assert net == {
        world.ids["hospital"]: distribution.TO_HOSPITAL - 1,
        world.ids["distributor"]: distribution.TO_DISTRIBUTOR,
    }
    (step,) = trace["transformations"]
    assert [one["quantity"] for one in step["inputs"]] == [12 * production.SCREWS]


def test_the_trace_backward_ends_at_supplier_heat_and_certificate(world):
    trace = world.person("auditor").call(
        "mdtrace.trace", "trace_lots", [world.ids["screws"][0]], "backward"
    )

    (origin,) = trace["origins"]
    assert origin["supplier_id"] == world.ids["titanium"]
    assert origin["supplier_lot"] == "H26-0417"
    names = {proof["name"] for proof in origin["evidence"]}
    assert names == {"NT-2026-0417.json", "NT-2026-0417.pdf"}


# 12 · nonconformity and recall


def test_a_nonconformity_holds_the_lot_and_breaks_its_reservation(world):
    maker = world.person("maker")
    order = production.plan(world)
    moves = row(maker, "mrp.production", order, "move_raw_ids")["move_raw_ids"]
    lines = maker.find("stock.move.line", [("move_id", "in", moves)], ["lot_id"])
    assert [line["lot_id"][0] for line in lines] == [world.ids["bar_lot"]]

    recall.report_nonconformity(world)

    assert not maker.search("stock.move.line", [("move_id", "in", moves)])
    lot = row(
        maker, "stock.lot", world.ids["bar_lot"], "mdtrace_hold_count", "mdtrace_usable"
    )
    assert lot["mdtrace_hold_count"] == 1
    assert not lot["mdtrace_usable"]


def test_the_recall_holds_every_lot_and_names_every_consignee(world):
    recall.recall_screws(world)

    auditor = world.person("auditor")
    lots = [world.ids["bar_lot"], world.ids["turnings_lot"], *world.ids["screws"]]
    found = auditor.read("stock.lot", lots, ["mdtrace_hold_count"])
    assert all(lot["mdtrace_hold_count"] for lot in found)
    consignees = auditor.find(
        "mdtrace.recall.consignee",
        [("recall_id", "=", world.ids["recall"])],
        ["partner_id", "quantity_net", "notice_ids"],
    )
    net = {one["partner_id"][0]: one["quantity_net"] for one in consignees}
    assert net == {
        world.ids["hospital"]: distribution.TO_HOSPITAL - 1,
        world.ids["distributor"]: distribution.TO_DISTRIBUTOR,
    }
    assert all(one["notice_ids"] for one in consignees)


def test_nothing_of_the_frozen_scope_is_shipped_any_more(world):
    left = world.ids["screws"][distribution.TO_HOSPITAL + distribution.TO_DISTRIBUTOR :]

    picking = delivery(world, world.ids["screw"], left)

    receiver = world.person("receiver")
    lines = receiver.find("stock.move.line", [("picking_id", "=", picking)], ["lot_id"])
    assert not {line["lot_id"][0] for line in lines} & set(world.ids["screws"])


def test_the_recall_sheet_is_a_workbook_and_a_pdf(world):
    regulatory = world.person("regulatory")
    number = world.ids["recall"]

    workbook = regulatory.get(f"/mdtrace/recall/{number}/sheet.xlsx")
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        text = archive.read("xl/sharedStrings.xml").decode()
    assert "Lakeside General Hospital" in text
    assert "Orthomed Distribution" in text
    assert entries(world, kind="export", res_id=number)
    report = world.person("admin").find(
        "ir.actions.report", [("model", "=", "mdtrace.recall")], ["report_name"]
    )[0]["report_name"]
    page = regulatory.get(f"/report/html/{report}/{number}").decode()
    assert "Lakeside General Hospital" in page


# 13 · the package


def test_the_trace_package_of_a_serial_proves_itself(world):
    inspector = world.person("inspector")
    serial = world.ids["screws"][0]
    action = inspector.call("mdtrace.trace.package", "build_package", serial)
    content = inspector.get(action["url"])

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
        listed = {file["path"]: file["sha256"] for file in manifest["files"]}
        for path, digest in listed.items():
            assert hashlib.sha256(archive.read(path)).hexdigest() == digest
    assert names == {*listed, "manifest.json"}
    assert {"index.html", "trace.json"} <= names
    assert any(name.endswith("NT-2026-0417.pdf") for name in names)


# 14 · the ledger


def test_the_ledger_says_who_did_what_with_old_and_new_values(world):
    lot = world.ids["bar_lot"]
    told = entries(world, lot_id=lot)
    who = {(entry["kind"], entry["user_login"]) for entry in told}

    assert ("state", "approver") in who
    assert ("hold", "inspector") in who
    assert any("recall" in kind or login == "regulatory" for kind, login in who)
    release = next(
        entry
        for entry in told
        if entry["kind"] == "state" and entry["user_login"] == "approver"
    )
    assert "Pending" in release["old_text"]
    assert "Released" in release["new_text"]


def test_the_database_refuses_to_change_the_ledger(cursor):
    for statement in (
        "UPDATE mdtrace_ledger_entry SET user_login = 'nobody'",
        "DELETE FROM mdtrace_ledger_entry",
        "TRUNCATE mdtrace_ledger_entry",
    ):
        with pytest.raises(psycopg2.errors.RestrictViolation):
            cursor.execute(statement)


def test_a_change_past_the_trigger_is_found_by_verification(world, cursor):
    setup = world.person("setup")
    assert verification(setup)["ok"]
    cursor.execute("SELECT max(id) FROM mdtrace_ledger_entry WHERE kind = 'hold'")
    [entry] = cursor.fetchone()
    cursor.execute("SELECT user_login FROM mdtrace_ledger_entry WHERE id = %s", [entry])
    [login] = cursor.fetchone()

    forge(cursor, entry, "somebody-else")
    try:
        result = verification(setup)
    finally:
        forge(cursor, entry, login)

    assert not result["ok"]
    assert result["first_entry_id"] == entry
    assert "somebody-else" in result["first_problem"]
    assert verification(setup)["ok"]


def forge(cursor, entry, login):
    """Change one entry with the triggers switched off, as a database owner can."""
    cursor.execute("ALTER TABLE mdtrace_ledger_entry DISABLE TRIGGER USER")
    cursor.execute(
        "UPDATE mdtrace_ledger_entry SET user_login = %s WHERE id = %s", [login, entry]
    )
    cursor.execute("ALTER TABLE mdtrace_ledger_entry ENABLE TRIGGER USER")


def verification(session):
    """Verify the ledger with the button; return the result."""
    action = session.call("mdtrace.ledger.verification", "action_verify", [])
    return session.read(
        "mdtrace.ledger.verification",
        action["res_id"],
        ["ok", "first_entry_id", "first_problem"],
    )[0]
