import {describe, expect, test} from "@odoo/hoot";
import {FAN, PAGE, groupRows, treeRows} from "@mdtrace_lot/trace/trace_model";

describe.current.tags("headless");

function step(lotId, more = {}) {
    return {lot_id: lotId, product_id: 9, quantity: 1, gap: false, others: 0, ...more};
}

/** A trace from the events [[inputs], [outputs]] of lot ids; lot 1 is the root. */
function makeTrace(...events) {
    const nodes = {};
    const transformations = events.map(([inputs, outputs], number) => ({
        id: number + 1,
        inputs: inputs.map((lot) => (typeof lot === "number" ? step(lot) : lot)),
        outputs: outputs.map((lot) => (typeof lot === "number" ? step(lot) : lot)),
    }));
    for (const {inputs, outputs} of transformations) {
        for (const {lot_id: id} of [...inputs, ...outputs]) {
            nodes[id] = {id, name: `L${id}`, root: id === 1};
        }
    }
    return {roots: [1], nodes, transformations};
}

function shape(rows) {
    return rows.map((row) => {
        const name = row.node?.name || row.event?.id || row.count || row.left || "-";
        return `${"  ".repeat(row.level)}${row.type} ${name}${row.again ? " again" : ""}`;
    });
}

test("forward goes from inputs to outputs, level by level", () => {
    const trace = makeTrace([[1], [2, 3]], [[2], [4]]);

    expect(shape(treeRows(trace, "forward"))).toEqual([
        "lot L1",
        "  event 1",
        "    lot L2",
        "      event 2",
        "        lot L4",
        "    lot L3",
    ]);
});

test("backward goes from outputs to inputs", () => {
    const trace = makeTrace([[2, 3], [1]]);

    expect(shape(treeRows(trace, "backward"))).toEqual([
        "lot L1",
        "  event 1",
        "    lot L2",
        "    lot L3",
    ]);
});

test("a lot met again is shown without what follows", () => {
    const trace = makeTrace([[1], [2]], [[2], [1]]);

    expect(shape(treeRows(trace, "forward"))).toEqual([
        "lot L1",
        "  event 1",
        "    lot L2",
        "      event 2",
        "        lot L1 again",
    ]);
});

test("an event entered by two lots is opened once", () => {
    const trace = makeTrace([[1], [2, 3]], [[2, 3], [4]]);

    expect(shape(treeRows(trace, "forward"))).toEqual([
        "lot L1",
        "  event 1",
        "    lot L2",
        "      event 2",
        "        lot L4",
        "    lot L3",
        "      event 2 again",
    ]);
});

test("what has no lot stays visible as a step", () => {
    const trace = makeTrace([[2, step(null, {gap: true})], [1]]);

    expect(shape(treeRows(trace, "backward"))).toEqual([
        "lot L1",
        "  event 1",
        "    lot L2",
        "    step -",
    ]);
});

test("a closed row hides what is below it", () => {
    const trace = makeTrace([[1], [2]]);
    const [root] = treeRows(trace, "forward");

    expect(shape(treeRows(trace, "forward", new Set([root.key])))).toEqual(["lot L1"]);
});

test("a large fan is one line that opens page by page", () => {
    const many = Array.from({length: PAGE + FAN}, (_, number) => number + 2);
    const trace = makeTrace([[1], many]);

    const rows = treeRows(trace, "forward");
    expect(shape(rows)).toEqual(["lot L1", "  event 1", `    fan ${many.length}`]);
    expect(rows[2].quantity).toBe(many.length);

    const opened = treeRows(trace, "forward", new Set(), new Map([[rows[2].key, 1]]));
    expect(opened.filter((row) => row.type === "lot")).toHaveLength(PAGE + 1);
    expect(shape(opened).at(-1)).toBe(`      more ${FAN}`);
});

test("rows of one subject are put together and added up", () => {
    const rows = [
        {place: "A", lot: 1, quantity: 2},
        {place: "B", lot: 2, quantity: 5},
        {place: "A", lot: 3, quantity: 1},
    ];

    const groups = groupRows(rows, ["place"], ["quantity"]);

    expect(
        groups.map((group) => [group.place, group.quantity, group.rows.length])
    ).toEqual([
        ["A", 3, 2],
        ["B", 5, 1],
    ]);
});
