"""The main chain in the browser, click by click, by the people of the plant.

The steps are those of the tutorial. Each test needs the ones before it.
"""

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dev.plant import certificates
from dev.plant.chapters import supply

# A number of its own in each run: the product names a certificate offered twice.
HEAT = f"H26-{time.time_ns() // 10**9 % 10**6:06}"


@pytest.fixture(scope="module")
def chain(world):
    """What the journey remembers, and the records of the plant it starts from."""
    auditor = world.person("auditor")
    find = auditor.search
    partner = {
        key: auditor.search("res.partner", [("email", "=", f"{key}@example.com")])[-1]
        for key in ("titanium", "trader", "hospital", "distributor")
    }
    world.ids.update(partner)
    (world.ids["bar"], *_more) = find(
        "product.product", [("default_code", "=", "TI-BAR-8")], order="id desc"
    )
    return {}


def only(world, model, domain, fields=("display_name",)):
    rows = world.person("auditor").find(model, domain, list(fields), order="id desc")
    assert rows, f"no {model} in {domain}"
    return rows[0]


def test_the_buyer_is_stopped_at_an_unapproved_supplier(desk, world, chain):
    order = supply.draft_order(world, "trader")
    buyer = desk("buyer")
    page = buyer.form("purchase.order", order)

    page.locator("button[name=button_confirm]:visible").first.click()

    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text("Harbor Metal Trading")
    expect(dialog).to_contain_text("TI-BAR-8")
    buyer.shoot("01-supplier-not-approved")


def test_the_buyer_orders_from_the_approved_supplier(desk, world, chain):
    chain["order"] = supply.draft_order(world, "titanium")
    buyer = desk("buyer")
    page = buyer.form("purchase.order", chain["order"])

    page.locator("button[name=button_confirm]:visible").first.click()

    state = page.locator(".o_statusbar_status button.o_arrow_button_current")
    expect(state).to_contain_text("Purchase Order")


def test_the_receiver_books_the_goods(desk, world, chain):
    picking = only(world, "stock.picking", [("purchase_id", "=", chain["order"])])
    chain["receipt"] = picking["id"]
    receiver = desk("receiver")
    page = receiver.form("stock.picking", picking["id"])

    for kind, value in (("temperature", "22.5"), ("humidity", "51")):
        page.locator(f"[name=mdtrace_{kind}_measured] input").click()
        page.locator(f".o_field_widget[name=mdtrace_{kind}] input").fill(value)
    page.locator(".o_list_renderer button[name=action_show_details]").first.click()
    cell = page.locator(".modal td[name=mdtrace_supplier_lot]").first
    cell.click()
    page.locator(".modal td[name=mdtrace_supplier_lot] input").fill(HEAT)
    receiver.shoot("02-receipt-supplier-lot")
    page.locator(".modal .o_form_button_save, .modal footer .btn-primary").first.click()
    page.wait_for_selector(".modal", state="detached")
    page.locator("button[name=button_validate]:visible").first.click()

    state = page.locator(".o_statusbar_status button.o_arrow_button_current")
    expect(state).to_contain_text("Done")
    receiver.shoot("03-receipt")
    lot = only(
        world,
        "stock.lot",
        [("mdtrace_supplier_lot", "=", HEAT)],
        ("name", "mdtrace_disposition"),
    )
    assert lot["mdtrace_disposition"] == "pending"
    chain["lot"] = lot["id"]


def test_the_inspector_reads_the_certificate(desk, world, chain):
    content = certificates.coa(
        "NT-2026-0671", HEAT, "Nordanvik Titanium AB", "Us", certificates.GOOD_BAR
    )
    inspector = desk("inspector")
    page = inspector.form("stock.picking", chain["receipt"])

    page.locator("button[name=action_mdtrace_certificate]:visible").first.click()
    page.locator(".modal input[type=file]").set_input_files(
        {
            "name": "NT-2026-0671.json",
            "mimeType": "application/json",
            "buffer": content,
        }
    )
    expect(page.locator(".modal")).to_contain_text("NT-2026-0671.json")
    page.locator(".modal button[name=action_apply]").click()

    page.wait_for_selector(".modal", state="detached")
    reading = page.locator(".o_action_manager .o_form_view")
    expect(reading).to_contain_text("Nitrogen")
    expect(reading).to_contain_text("0.009")
    inspector.shoot("04-certificate-read")


def test_the_inspector_measures_and_accepts(desk, world, chain):
    inspection = only(world, "mdtrace.inspection", [("lot_ids", "in", chain["lot"])])
    inspector = desk("inspector")
    page = inspector.form("mdtrace.inspection", inspection["id"])

    row = page.locator("tr.o_data_row", has_text="Diameter")
    row.locator("td[name=typed]").click()
    page.locator("td[name=typed] input").fill("7.98")
    page.locator("button[name=action_submit_results]:visible").first.click()
    expect(row.locator("td[name=verdict]")).to_contain_text("Pass")
    page.locator("button[name=action_accept]:visible").first.click()
    inspector.shoot("05-inspection-sign")
    inspector.sign()

    state = page.locator(".o_statusbar_status button.o_arrow_button_current")
    expect(state).to_contain_text("Accepted")


def test_a_wrong_password_signs_nothing_and_the_right_one_releases(desk, chain):
    approver = desk("approver")
    page = approver.form("stock.lot", chain["lot"])
    page.locator("button[name=action_mdtrace_release]:visible").first.click()

    dialog = approver.sign(password="guess")
    expect(dialog.locator(".o_mdtrace_sign_error")).to_be_visible()
    approver.shoot("06-release-wrong-password")
    approver.sign()

    expect(page.locator(".o_mdtrace_sign")).to_have_count(0)
    expect(page.locator(".o_action_manager .o_form_view")).to_contain_text("Released")
    approver.shoot("07-lot-released")


def test_the_trace_runs_backward_and_forward_on_one_page(desk, world, chain):
    serial = only(
        world,
        "stock.lot",
        [("product_id.default_code", "=", "SCREW-3540"), ("name", "=like", "SN%001")],
        ("name",),
    )
    chain["serial"] = serial
    auditor = desk("auditor")
    page = auditor.open("/odoo/traceability-trace")
    search = page.locator(".o_mdtrace_trace_search input")
    search.fill(serial["name"])
    search.press("Enter")

    result = page.locator(".o_mdtrace_trace_page")
    expect(result).to_contain_text("Nordanvik Titanium AB")
    expect(result).to_contain_text("H26-0417")
    expect(result).to_contain_text("NT-2026-0417.json")
    auditor.shoot("08-trace-backward")

    search.fill("H26-0417")
    search.press("Enter")
    expect(result).to_contain_text("Lakeside General Hospital")
    expect(result).to_contain_text("Orthomed Distribution")
    auditor.shoot("09-trace-forward")


def test_the_package_of_a_serial_is_one_click(desk, chain):
    auditor = desk("auditor")
    page = auditor.form("stock.lot", chain["serial"]["id"])

    with page.expect_download() as waiting:
        page.locator("button[name=action_mdtrace_package]:visible").first.click()

    with Path(waiting.value.path()).open("rb") as file:
        content = file.read()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {"index.html", "trace.json", "manifest.json"} <= set(archive.namelist())


def test_a_nonconformity_holds_the_lot(desk, world, chain):
    inspector = desk("inspector")
    page = inspector.form("stock.lot", chain["lot"])
    button = page.locator("button[name=action_mdtrace_report_nonconformity]:visible")
    button.first.click()
    page.locator(".o_field_widget[name=title] input, [name=title] textarea").first.fill(
        "Scratches along the bar"
    )
    page.locator("button[name=action_open]:visible").first.click()

    state = page.locator(".o_statusbar_status button.o_arrow_button_current")
    expect(state).to_contain_text("Open")
    inspector.shoot("10-nonconformity")
    lot = only(world, "stock.lot", [("id", "=", chain["lot"])], ("mdtrace_hold_count",))
    assert lot["mdtrace_hold_count"] == 1


def test_a_recall_starts_from_the_trace(desk, world, chain):
    regulatory = desk("regulatory")
    page = regulatory.open("/odoo/traceability-trace")
    page.locator(".o_mdtrace_trace_search input").fill(HEAT)
    page.locator(".o_mdtrace_trace_search input").press("Enter")
    page.locator(".o_mdtrace_trace_bar button", has_text="Recall").click()
    page.locator(".modal [name=title] input").fill("Scratched bar")
    page.locator(".modal [name=reason] textarea").fill("Scratches may start cracks.")
    page.locator(".modal [name=class_id] input").click()
    page.locator(".o-autocomplete--dropdown-item", has_text="III").first.click()
    regulatory.shoot("11-recall-wizard")
    page.locator(".modal button[name=action_create]").click()

    page.wait_for_selector("button[name=action_freeze]:visible")
    page.locator("button[name=action_freeze]:visible").first.click()
    regulatory.sign()
    state = page.locator(".o_statusbar_status button.o_arrow_button_current")
    expect(state).to_contain_text("Scope")
    regulatory.shoot("12-recall-frozen")


def test_the_ledger_is_verified_by_a_click(desk, chain):
    setup = desk("setup")
    page = setup.open("/odoo/traceability-ledger")
    expect(page.locator(".o_data_row").first).to_be_visible()
    setup.shoot("13-ledger")

    page = setup.open("/odoo/action-mdtrace_base.mdtrace_ledger_verification_action")
    page.get_by_role("button", name=re.compile("Verify")).first.click()

    expect(page.locator(".o_form_view")).to_contain_text(
        re.compile("entr", re.IGNORECASE)
    )
    setup.shoot("14-verification")
