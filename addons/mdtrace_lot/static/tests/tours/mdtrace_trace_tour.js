import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("mdtrace_trace", {
    steps: () => [
        {
            content: "The empty screen says what to do",
            trigger: ".o_mdtrace_trace_empty:contains(Which lot)",
        },
        {
            content: "Type the supplier's lot number",
            trigger: ".o_mdtrace_trace_search input",
            run: "edit SUP-77",
        },
        {trigger: ".o_mdtrace_trace_search button", run: "click"},
        {
            content: "The bar is the root, its supplier is the origin",
            trigger: ".o_mdtrace_trace_root:contains(HEAT)",
        },
        {trigger: ".o_mdtrace_trace_origins:contains(Test supplier)"},
        {
            content: "The serials are one line, which opens",
            trigger: ".o_mdtrace_trace_fan:contains(25 serials) button",
            run: "click",
        },
        {trigger: ".o_mdtrace_trace_lot:contains(PIN-24)"},
        {
            content: "One hospital has one",
            trigger: ".o_mdtrace_trace_consignees:contains(Test hospital)",
        },
        {
            content: "Turn around: the bar was made of nothing",
            trigger: ".o_mdtrace_trace_bar button:contains(Backward)",
            run: "click",
        },
        {trigger: ".o_mdtrace_trace_tree[data-way=backward]:contains(not made here)"},
        {
            content: "Near names are offered for a choice",
            trigger: ".o_mdtrace_trace_search input",
            run: "edit PIN-1",
        },
        {trigger: ".o_mdtrace_trace_search button", run: "click"},
        {trigger: ".o_mdtrace_trace_root:contains(PIN-1)"},
        {
            trigger: ".o_mdtrace_trace_tree[data-way=backward]:contains(other serials)",
        },
        {
            trigger: ".o_mdtrace_trace_tree[data-way=backward] a:contains(HEAT)",
            run: "click",
        },
        {
            content: "The lot opens; its button leads back to the trace",
            trigger: ".o_form_view button[name=action_mdtrace_trace]:visible",
            run: "click",
        },
        {trigger: ".o_mdtrace_trace_root:contains(HEAT)"},
    ],
});
