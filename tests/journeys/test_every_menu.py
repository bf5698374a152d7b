"""Every menu of the product opens, for every role, in both languages, on a phone."""

import pytest

MENU = """
() => {
    const service = odoo.__WOWL_DEBUG__.root.env.services.menu;
    const found = [];
    const walk = (menu) => {
        if (menu.actionID) { found.push([menu.name, menu.actionID]); }
        for (const child of menu.childrenTree || []) { walk(child); }
    };
    for (const app of service.getApps()) {
        if ((app.xmlid || "").startsWith("mdtrace_")) {
            walk(service.getMenuAsTree(app.id));
        }
    }
    return found;
}
"""
GO = """
(action) => odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action, {
    clearBreadcrumbs: true,
})
"""
ROLES = ("auditor", "receiver", "inspector", "approver", "buyer", "regulatory", "setup")


def menus(seat):
    """Return [name, action] of every menu entry that this person sees."""
    page = seat.open("/odoo")
    page.wait_for_function(
        "() => window.odoo?.__WOWL_DEBUG__?.root?.env?.services?.menu"
    )
    seen = {}
    for name, action in page.evaluate(MENU):
        seen.setdefault(action, name)
    return [(name, action) for action, name in seen.items()]


def open_all(seat, prefix):
    """Open every menu; return what went wrong, by menu."""
    wrong = {}
    entries = menus(seat)
    assert len(entries) > 5, f"{seat.login} sees almost no menus: {entries}"
    page = seat.page
    for number, (name, action) in enumerate(entries):
        seat.complaints.clear()
        page.evaluate(GO, action)
        page.wait_for_timeout(300)
        if page.locator(".o_error_dialog, .o_notification.border-danger").count():
            seat.complaints.append(page.locator(".o_error_dialog").first.inner_text())
        if seat.complaints:
            wrong[name] = list(seat.complaints)
            page = seat.open("/odoo")
        seat.shoot(f"menu-{prefix}-{number:02}")
        # Wizards open over the page and would lie over the next one.
        page.keyboard.press("Escape")
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_every_menu_opens_for(desk, role):
    assert open_all(desk(role), role) == {}


def test_every_menu_opens_on_a_phone(desk):
    assert open_all(desk("setup", phone=True), "phone") == {}


def test_every_menu_opens_in_chinese(desk, world):
    admin = world.person("admin")
    (user,) = admin.search("res.users", [("login", "=", "auditor")])
    admin.write("res.users", user, {"lang": "zh_CN"})
    try:
        seat = desk("auditor")
        names = [name for name, _action in menus(seat)]
        latin = [name for name in names if not any("一" <= c <= "鿿" for c in name)]
        assert latin == [], "these menus have no Chinese name"
        assert open_all(seat, "zh") == {}
    finally:
        admin.write("res.users", user, {"lang": "en_US"})
