/**
 * The trace as rows to show: plain functions over the answer of `mdtrace.trace`.
 */

/** More siblings of one product than this are shown as one line. */
export const FAN = 20;
/** An opened fan shows so many lots at a time. */
export const PAGE = 100;

const SIDES = {
    forward: {from: "inputs", to: "outputs"},
    backward: {from: "outputs", to: "inputs"},
};

/** Transformations by the lot they are entered from, in one direction. */
function entrances(trace, way) {
    const found = new Map();
    for (const event of trace.transformations) {
        for (const step of event[SIDES[way].from]) {
            if (step.lot_id) {
                if (!found.has(step.lot_id)) {
                    found.set(step.lot_id, []);
                }
                found.get(step.lot_id).push(event);
            }
        }
    }
    return found;
}

/** Steps of one side, lots of the same product kept together. */
function fans(steps) {
    const byProduct = new Map();
    for (const step of steps) {
        const key = step.lot_id
            ? `lot-${step.product_id}`
            : `none-${step.product_id}-${step.gap}`;
        if (!byProduct.has(key)) {
            byProduct.set(key, []);
        }
        byProduct.get(key).push(step);
    }
    return byProduct;
}

class TreeBuilder {
    constructor(trace, way, closed, opened) {
        Object.assign(this, {trace, way, closed, opened});
        this.entrances = entrances(trace, way);
        this.seen = new Set();
        this.fired = new Set();
        this.rows = [];
    }

    build() {
        for (const lotId of this.trace.roots) {
            this.lot(`${this.way}-${lotId}`, 0, lotId, null);
        }
        return this.rows;
    }

    lot(key, level, lotId, step) {
        const events = this.within(this.entrances.get(lotId) || [], lotId);
        const repeated = this.seen.has(lotId);
        this.seen.add(lotId);
        const expandable = Boolean(events.length) && !repeated;
        const open = expandable && !this.closed.has(key);
        const node = this.trace.nodes[lotId];
        const again = repeated && Boolean(events.length);
        this.rows.push({key, level, type: "lot", node, step, expandable, open, again});
        if (open) {
            events.forEach((event) =>
                this.event(`${key}/${event.id}`, level + 1, event)
            );
        }
    }

    /** Leave out what only a depth limit cut off: an event whose other side is unknown. */
    within(events, lotId) {
        const to = SIDES[this.way].to;
        return events.filter(
            (event) =>
                event[to].some((step) => !step.others) ||
                !event[to].length ||
                this.trace.nodes[lotId].root
        );
    }

    event(key, level, event) {
        const sides = SIDES[this.way];
        const again = this.fired.has(event.id);
        this.fired.add(event.id);
        const expandable = Boolean(event[sides.to].length) && !again;
        const open = expandable && !this.closed.has(key);
        this.rows.push({
            key,
            level,
            type: "event",
            event,
            expandable,
            open,
            again,
            entered: event[sides.from],
        });
        if (open) {
            for (const [name, steps] of fans(event[sides.to])) {
                this.fan(`${key}/${name}`, level + 1, steps);
            }
        }
    }

    fan(key, level, steps) {
        if (!steps[0].lot_id) {
            steps.forEach((step, number) =>
                this.rows.push({key: `${key}/${number}`, level, type: "step", step})
            );
            return;
        }
        let shown = steps;
        if (steps.length > FAN) {
            const pages = this.opened.get(key) || 0;
            const quantity = steps.reduce((sum, step) => sum + step.quantity, 0);
            this.rows.push({
                key,
                level,
                type: "fan",
                step: steps[0],
                count: steps.length,
                quantity,
                expandable: true,
                open: pages > 0,
            });
            shown = steps.slice(0, pages * PAGE);
            level += 1;
        }
        for (const step of shown) {
            this.lot(`${key}/${step.lot_id}`, level, step.lot_id, step);
        }
        if (shown.length && shown.length < steps.length) {
            const left = steps.length - shown.length;
            this.rows.push({key: `${key}/more`, level, type: "more", fan: key, left});
        }
    }
}

/**
 * Return the rows of the tree in one direction.
 *
 * @param {Object} trace answer of `mdtrace.trace.trace_lots`
 * @param {"forward"|"backward"} way
 * @param {Set<string>} closed keys of rows that the user closed
 * @param {Map<string, number>} opened pages shown of each fan
 * @returns {Object[]}
 */
export function treeRows(trace, way, closed = new Set(), opened = new Map()) {
    return new TreeBuilder(trace, way, closed, opened).build();
}

/**
 * Put rows of the same subject together and add up their quantities.
 *
 * @param {Object[]} rows
 * @param {string[]} by names that make the subject
 * @param {string[]} sums names of the quantities
 * @returns {Object[]} groups with `key`, the subject, the sums and `rows`
 */
export function groupRows(rows, by, sums) {
    const groups = new Map();
    for (const row of rows) {
        const key = by.map((name) => row[name]).join("|");
        if (!groups.has(key)) {
            const group = {key, rows: []};
            by.forEach((name) => (group[name] = row[name]));
            sums.forEach((name) => (group[name] = 0));
            groups.set(key, group);
        }
        const group = groups.get(key);
        group.rows.push(row);
        sums.forEach((name) => (group[name] += row[name]));
    }
    return [...groups.values()];
}
