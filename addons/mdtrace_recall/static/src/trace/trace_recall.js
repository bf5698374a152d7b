import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

const REGULATORY = "mdtrace_base.mdtrace_base_group_regulatory";

/** Starts a recall from the lots on the trace screen. */
registry.category("mdtrace_trace_actions").add("mdtrace_recall.start", {
    label: () => _t("Recall"),
    icon: "fa-bullhorn",
    sequence: 30,
    async onClick({lotIds, action}) {
        if (!(await user.hasGroup(REGULATORY))) {
            return action.doAction({
                type: "ir.actions.client",
                tag: "display_notification",
                params: {
                    type: "warning",
                    message: _t("Starting a recall needs the role Regulatory affairs."),
                },
            });
        }
        return action.doAction("mdtrace_recall.mdtrace_recall_start_action", {
            additionalContext: {default_lot_ids: lotIds},
        });
    },
});
