import {expect, test} from "@odoo/hoot";
import {queryOne} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();

const PREPARED = {
    summary: [{label: "Lot", value: "Ti-2026-001"}],
    meaning: "Rejected",
    name: "Anna Berg",
    login: "anna",
    reason_required: true,
    code_required: false,
};

async function openDialog(answers, prepared = {}) {
    const asked = [];
    onRpc("/mdtrace/sign/prepare", () => ({...PREPARED, ...prepared}));
    onRpc("/mdtrace/sign", async (request) => {
        asked.push((await request.json()).params);
        return answers.shift();
    });
    await mountWithCleanup(WebClient);
    getService("action").doAction({
        type: "ir.actions.client",
        tag: "mdtrace_base.sign",
        name: "Reject",
        target: "new",
        params: {
            model: "mdtrace.lot",
            ids: [7],
            to: "rejected",
            reason: "",
            next: {type: "ir.actions.act_window_close"},
        },
    });
    await animationFrame();
    await animationFrame();
    return asked;
}

test("the dialog shows what is signed, what it means and who signs", async () => {
    await openDialog([]);
    expect(".modal-title").toHaveText("Reject");
    expect(".o_mdtrace_sign_summary").toHaveText("Lot\nTi-2026-001");
    expect(".o_mdtrace_sign_meaning").toHaveText("Rejected");
    expect(".o_mdtrace_sign_name").toHaveText("Anna Berg");
    expect("#o_mdtrace_sign_password").toHaveAttribute(
        "autocomplete",
        "current-password"
    );
    expect("#o_mdtrace_sign_code").toHaveCount(0);
});

test("nothing is sent while reason or password is missing", async () => {
    const asked = await openDialog([], {reason_required: false, code_required: true});
    await contains(".o_mdtrace_sign_confirm").click();
    expect(".o_mdtrace_sign_error").toHaveText("Type your password to sign.");
    await contains("#o_mdtrace_sign_password").edit("secret", {confirm: false});
    await contains(".o_mdtrace_sign_confirm").click();
    expect(".o_mdtrace_sign_error").toHaveText("Type the code of your second factor.");
    expect(asked).toHaveLength(0);
});

test("Enter signs and closes the dialog", async () => {
    const asked = await openDialog([{ok: true}]);
    await contains("#o_mdtrace_sign_reason").edit("cracks", {confirm: false});
    await contains("#o_mdtrace_sign_password").edit("secret", {confirm: "enter"});
    await animationFrame();
    expect(".o_mdtrace_sign").toHaveCount(0);
    expect(".o_notification").toHaveText(/Signed/);
    expect(asked).toEqual([
        {
            model: "mdtrace.lot",
            ids: [7],
            to: "rejected",
            reason: "cracks",
            credential: {type: "password", password: "secret", code: ""},
        },
    ]);
});

test("a refusal is shown in place and the password is asked for again", async () => {
    await openDialog([{error: "Not signed: the password is wrong."}]);
    await contains("#o_mdtrace_sign_reason").edit("cracks", {confirm: false});
    await contains("#o_mdtrace_sign_password").edit("wrong", {confirm: "enter"});
    await animationFrame();
    expect(".o_mdtrace_sign_error").toHaveText("Not signed: the password is wrong.");
    expect(queryOne("#o_mdtrace_sign_password").value).toBe("");
    expect("#o_mdtrace_sign_reason").toHaveValue("cracks");
});
