"""From the signal to the recall."""


def report_nonconformity(world):
    """Report a nonconformity on the bar lot; a hold follows."""
    inspector = world.person("inspector")
    report = inspector.create(
        "mdtrace.nonconformity",
        {
            "title": world.say(
                "Cracks at the bar surface found by eddy current",
                "涡流检测发现棒材表面裂纹",
            ),
            "description": world.say(
                "The supplier reports cracks in heat H26-0417 after delivery.",
                "供应商在交货后通报炉号 H26-0417 存在裂纹。",
            ),
            "severity": "critical",
            "source": "other",
            "lot_ids": [(6, 0, [world.ids["bar_lot"]])],
        },
    )
    inspector.call("mdtrace.nonconformity", "action_open", [report])
    world.ids["nonconformity"] = report


def recall_screws(world):
    """Recall what was made from the bar lot: scope, holds, notices."""
    regulatory = world.person("regulatory")
    classes = regulatory.search("mdtrace.recall.class", [("code", "=", "II")])
    wizard = regulatory.create(
        "mdtrace.recall.start",
        {
            "lot_ids": [(6, 0, [world.ids["bar_lot"]])],
            "title": world.say("Bone screws from cracked bar", "裂纹棒材制成的骨螺钉"),
            "reason": world.say(
                "Surface cracks of the bar may reduce the strength of the screw.",
                "棒材表面裂纹可能降低螺钉强度。",
            ),
            "class_id": classes[0],
        },
    )
    action = regulatory.call("mdtrace.recall.start", "action_create", [wizard])
    recall = action["res_id"]
    world.ids["recall"] = recall
    model = "mdtrace.recall"
    regulatory.call(model, "action_compute_scope", [recall])
    regulatory.sign(regulatory.call(model, "action_freeze", [recall]))
    regulatory.sign(regulatory.call(model, "action_activate", [recall]))
