import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

/**
 * What a person sees when signing: the records, what the signature means, the printed
 * name, and where to type the password. The server checks everything again.
 */
export class SignDialog extends Component {
    static template = "mdtrace_base.SignDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        title: String,
        model: String,
        ids: {type: Array, element: Number},
        to: String,
        reason: {type: String, optional: true},
        onSigned: Function,
    };

    setup() {
        useAutofocus({refName: "password", mobile: true});
        this.password = useRef("password");
        this.state = useState({
            busy: false,
            code: "",
            error: "",
            prepared: null,
            reason: this.props.reason || "",
        });
        onWillStart(() => this.prepare());
    }

    get question() {
        return {model: this.props.model, ids: this.props.ids, to: this.props.to};
    }

    async prepare() {
        this.state.prepared = await rpc("/mdtrace/sign/prepare", this.question);
    }

    /** Say what is still missing, in words; empty when it can be sent. */
    missing(password) {
        if (this.state.prepared.reason_required && !this.state.reason.trim()) {
            return _t("Say why: this signature needs a reason.");
        }
        if (!password) {
            return _t("Type your password to sign.");
        }
        if (this.state.prepared.code_required && !this.state.code.trim()) {
            return _t("Type the code of your second factor.");
        }
        return "";
    }

    async sign() {
        if (this.state.busy) {
            return;
        }
        // The password goes from the input to the server and is kept nowhere else.
        const password = this.password.el.value;
        this.state.error = this.missing(password);
        if (this.state.error) {
            return;
        }
        this.state.busy = true;
        try {
            const answer = await rpc("/mdtrace/sign", {
                ...this.question,
                reason: this.state.reason.trim(),
                credential: {type: "password", password, code: this.state.code},
            });
            if (answer.ok) {
                this.props.onSigned();
                this.props.close();
                return;
            }
            this.state.error = answer.error;
        } catch (error) {
            this.state.error =
                error.data?.message ||
                _t("Not signed: the server did not answer. Try again.");
        } finally {
            this.state.busy = false;
        }
        this.state.code = "";
        this.password.el.value = "";
        this.password.el.focus();
    }
}

/**
 * Open the dialog and wait; once signed, close the action so that the view reloads.
 *
 * @param {Object} env
 * @param {Object} action
 * @returns {Promise<Object|undefined>}
 */
export async function signAction(env, action) {
    const {model, ids, to, reason} = action.params;
    const signed = await new Promise((resolve) => {
        let done = false;
        env.services.dialog.add(
            SignDialog,
            {
                title: action.name || _t("Sign"),
                model,
                ids,
                to,
                reason: reason || "",
                onSigned: () => (done = true),
            },
            {onClose: () => resolve(done)}
        );
    });
    if (!signed) {
        return;
    }
    env.services.notification.add(_t("Signed."), {type: "success"});
    return action.params.next || {type: "ir.actions.client", tag: "soft_reload"};
}

registry.category("actions").add("mdtrace_base.sign", signAction);
