import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {router} from "@web/core/browser/router";
import {KeepLast} from "@web/core/utils/concurrency";
import {useAutofocus, useBus, useService} from "@web/core/utils/hooks";
import {formatFloat} from "@web/views/fields/formatters";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {groupRows, treeRows} from "./trace_model";

const {DateTime} = luxon;

/** Buttons of the screen; addons add theirs: label, icon, sequence, isVisible, onClick. */
export const traceActions = registry.category("mdtrace_trace_actions");

/** Where did these lots come from, where did they go: one page. */
export class TraceAction extends Component {
    static template = "mdtrace_lot.TraceAction";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.display = {controlPanel: {}};
        useAutofocus({refName: "search", mobile: false});
        this.state = useState({
            text: "",
            busy: false,
            matches: null,
            lotIds: this.lotsOfUrl(),
            direction: this.given("direction") || "both",
            trace: null,
            closed: new Set(),
            opened: new Map(),
            groups: new Set(),
        });
        useBus(useService("barcode").bus, "barcode_scanned", (ev) =>
            this.search(ev.detail.barcode)
        );
        onWillStart(() => this.load());
    }

    // --- what to trace ---

    given(name) {
        return this.props.action.params?.[name] ?? router.current[name];
    }

    /** The lots named by the action, the address or the selection, in this order. */
    lotsOfUrl() {
        const context = this.props.action.context || {};
        const named =
            this.given("lot_ids") ??
            this.given("lot_id") ??
            (context.active_model === "stock.lot" ? context.active_ids : undefined) ??
            this.props.resId ??
            [];
        const list = Array.isArray(named) ? named : String(named || "").split(",");
        return list.map(Number).filter((id) => id > 0);
    }

    async search(text) {
        this.state.text = text;
        if (!text.trim()) {
            return;
        }
        this.state.matches = null;
        const matches = await this.call("find", [text]);
        if (matches.length === 1) {
            await this.open([matches[0].id]);
        } else {
            this.state.matches = matches;
        }
    }

    onSubmit(ev) {
        ev.preventDefault();
        return this.search(this.state.text);
    }

    async open(lotIds) {
        Object.assign(this.state, {lotIds, matches: null, text: ""});
        await this.load();
    }

    async turn(direction) {
        this.state.direction = direction;
        await this.load();
    }

    async load() {
        const {lotIds, direction} = this.state;
        if (!lotIds.length) {
            return;
        }
        const trace = await this.call("trace_lots", [lotIds, direction]);
        Object.assign(this.state, {
            trace,
            closed: new Set(),
            opened: new Map(),
            groups: new Set(),
        });
        this.props.updateActionState?.({lot_ids: lotIds.join(","), direction});
    }

    async call(method, args) {
        this.state.busy = true;
        try {
            return await this.keepLast.add(
                this.orm.call("mdtrace.trace", method, args)
            );
        } finally {
            this.state.busy = false;
        }
    }

    // --- what to show ---

    get directions() {
        return [
            {id: "backward", label: _t("Backward"), icon: "fa-long-arrow-left"},
            {id: "both", label: _t("Both"), icon: "fa-arrows-h"},
            {id: "forward", label: _t("Forward"), icon: "fa-long-arrow-right"},
        ];
    }

    get buttons() {
        const {trace} = this.state;
        if (!trace?.roots.length) {
            return [];
        }
        return traceActions
            .getEntries()
            .map(([key, item]) => ({key, ...item}))
            .filter((item) => !item.isVisible || item.isVisible(trace))
            .sort((a, b) => (a.sequence || 50) - (b.sequence || 50));
    }

    get roots() {
        return this.state.trace.roots.map((id) => this.state.trace.nodes[id]);
    }

    get facts() {
        const nodes = Object.keys(this.state.trace.nodes).length;
        const {transformations, consignees} = this.state.trace;
        const partners = new Set(
            consignees.filter((row) => row.net > 0).map((row) => row.partner_id)
        );
        return [
            {label: _t("Lots"), value: this.number(nodes)},
            {label: _t("Transformations"), value: this.number(transformations.length)},
            {label: _t("Consignees"), value: this.number(partners.size)},
        ];
    }

    get trees() {
        const {trace, closed, opened} = this.state;
        const titles = {
            backward: _t("What it was made of"),
            forward: _t("What was made of it"),
        };
        const ways =
            trace.direction === "both" ? ["backward", "forward"] : [trace.direction];
        return ways.map((way) => {
            const rows = treeRows(trace, way, closed, opened);
            return {
                way,
                title: titles[way],
                rows,
                empty: rows.every((row) => row.level === 0),
            };
        });
    }

    get stock() {
        return groupRows(
            this.state.trace.stock,
            ["location", "product", "uom"],
            ["quantity", "reserved"]
        );
    }

    get consignees() {
        return groupRows(
            this.state.trace.consignees,
            ["partner_id", "partner", "product", "uom"],
            ["shipped", "returned", "net"]
        );
    }

    number(value) {
        return formatFloat(value || 0, {digits: [16, 6], trailingZeros: false});
    }

    quantity(value, uom) {
        return `${this.number(value)} ${uom}`;
    }

    time(value) {
        return value ? formatDateTime(DateTime.fromISO(value).setZone("default")) : "";
    }

    product(row) {
        return row.product_code ? `[${row.product_code}] ${row.product}` : row.product;
    }

    kind(event) {
        return {
            production: _t("Production"),
            unbuild: _t("Unbuild"),
            repair: _t("Repair"),
            subcontracting: _t("Subcontracting"),
            declared: _t("Declared"),
        }[event.kind];
    }

    disposition(node) {
        return {
            legacy: {label: _t("Legacy"), color: "text-bg-secondary"},
            pending: {label: _t("Pending"), color: "text-bg-warning"},
            released: {label: _t("Released"), color: "text-bg-success"},
            conditional: {label: _t("Conditional"), color: "text-bg-info"},
            rejected: {label: _t("Rejected"), color: "text-bg-danger"},
        }[node.disposition];
    }

    /** Words for a step without a lot on this page. */
    anonymous(step) {
        if (step.gap) {
            return step.tracking === "none"
                ? _t("not tracked by lots")
                : _t("without lot number");
        }
        return step.tracking === "serial"
            ? _t("%s other serials", this.number(step.others))
            : _t("%s other lots", this.number(step.others));
    }

    /** So many lots, in the word that people use for them. */
    many(tracking, count) {
        return tracking === "serial"
            ? _t("%s serials", this.number(count))
            : _t("%s lots", this.number(count));
    }

    moreLabel(row) {
        return _t("Show more (%s left)", this.number(row.left));
    }

    get nothingFound() {
        return _t("No lot, serial or supplier lot contains “%s”.", this.state.text);
    }

    lotsOf(group) {
        return group.rows.length === 1
            ? group.rows[0].lot
            : this.many(group.rows[0].tracking, group.rows.length);
    }

    /** Documents of a consignee, each once. */
    documents(group) {
        const found = new Map();
        for (const row of group.rows) {
            row.documents.forEach((doc) => found.set(doc.name, doc));
        }
        return [...found.values()];
    }

    // --- opening and closing ---

    toggle(row) {
        const {closed, opened} = this.state;
        if (row.type === "fan") {
            opened.set(row.key, row.open ? 0 : 1);
        } else if (!closed.delete(row.key)) {
            closed.add(row.key);
        }
    }

    more(row) {
        this.state.opened.set(row.fan, this.state.opened.get(row.fan) + 1);
    }

    toggleGroup(key) {
        if (!this.state.groups.delete(key)) {
            this.state.groups.add(key);
        }
    }

    /** Arrow keys walk through a tree; left closes, right opens. */
    onTreeKey(ev, rows) {
        const step = {ArrowDown: 1, ArrowUp: -1}[ev.key];
        const line = ev.target.closest("[data-key]");
        if (!line) {
            return;
        }
        if (step) {
            const lines = [...ev.currentTarget.querySelectorAll("[data-key]")];
            const next = lines[lines.indexOf(line) + step];
            next?.querySelector("button, a")?.focus();
            ev.preventDefault();
        } else if (ev.key === "ArrowLeft" || ev.key === "ArrowRight") {
            const row = rows.find((candidate) => candidate.key === line.dataset.key);
            // Left closes what is open, right opens what is closed.
            if (row?.expandable && row.open === (ev.key === "ArrowLeft")) {
                this.toggle(row);
                ev.preventDefault();
            }
        }
    }

    // --- going elsewhere ---

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async run(item) {
        const {lotIds, direction, trace} = this.state;
        await item.onClick({
            lotIds: [...lotIds],
            direction,
            trace,
            action: this.action,
            orm: this.orm,
        });
    }
}

registry.category("actions").add("mdtrace_lot.trace", TraceAction);

traceActions.add("mdtrace_lot.package", {
    label: () => _t("Trace Package (ZIP)"),
    icon: "fa-file-archive-o",
    sequence: 10,
    isVisible: (trace) => trace.roots.length === 1,
    async onClick({lotIds, direction, action, orm}) {
        const download = await orm.call("mdtrace.trace.package", "build_package", [
            lotIds[0],
            direction,
        ]);
        return action.doAction(download);
    },
});
