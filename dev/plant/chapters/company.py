"""The company, its people, its customers and its products."""

from ..people import PEOPLE

# key, English name, Chinese name, is a company that supplies
SUPPLIERS = (
    ("titanium", "Nordanvik Titanium AB", "北岸钛业有限公司"),
    ("trader", "Harbor Metal Trading", "海港金属贸易行"),
)
CUSTOMERS = (
    ("hospital", "Lakeside General Hospital", "湖滨总医院"),
    ("distributor", "Orthomed Distribution", "骨科医疗器械经销公司"),
)


def open_the_company(world):
    """Open the company: name, site, settings, suppliers, hospitals."""
    admin = world.person("admin")
    company = admin.search("res.company", [], limit=1)
    name = world.say("Willow Bone Screws", "柳叶骨科器械有限公司")
    admin.write("res.company", company, {"name": name})
    site = admin.search("stock.warehouse", [], limit=1)
    admin.write("stock.warehouse", site, {"name": world.say("Suzhou", "苏州工厂")})
    # Lot columns, by-products and units on the documents, as in any such plant.
    settings = admin.create(
        "res.config.settings",
        {
            "group_stock_production_lot": True,
            "group_mrp_byproducts": True,
            "group_uom": True,
        },
    )
    admin.call("res.config.settings", "execute", [settings])
    for key, english, chinese in SUPPLIERS + CUSTOMERS:
        values = {
            "name": world.say(english, chinese),
            "is_company": True,
            "lang": world.lang,
            "email": f"{key}@example.com",
        }
        world.ids[key] = admin.create("res.partner", values)


def hire_people(world):
    """Hire people: one login for each role."""
    admin = world.person("admin")
    for person in PEOPLE:
        groups = [world.ref(name) for name in ("base.group_user", *person.groups)]
        admin.create(
            "res.users",
            {
                "name": person.display_name(world.lang),
                "login": person.login,
                "password": person.password,
                "lang": world.lang,
                "tz": "UTC",
                "email": f"{person.login}@example.com",
                "group_ids": [(6, 0, groups)],
            },
            no_reset_password=True,
        )


def describe_products(world):
    """Describe products and put them under control."""
    admin, setup = world.person("admin"), world.person("setup")
    gram = world.ref("uom.product_uom_gram")
    # key, reference, English, Chinese, tracking, unit, number prefix
    products = (
        (
            "bar",
            "TI-BAR-8",
            "Titanium bar Ti-6Al-4V ELI Ø8 mm, ASTM F136",
            "钛合金棒材 Ti-6Al-4V ELI Ø8 mm,ASTM F136",
            "lot",
            gram,
            "BAR-%(y)s-",
        ),
        (
            "screw",
            "SCREW-3540",
            "Cortical bone screw 3.5 × 40 mm",
            "皮质骨螺钉 3.5 × 40 mm",
            "serial",
            None,
            "SN%(y)s",
        ),
        (
            "turnings",
            "TI-TURN",
            "Titanium turnings for recovery",
            "钛屑(回收)",
            "lot",
            gram,
            "TURN-%(y)s-",
        ),
    )
    for key, code, english, chinese, tracking, unit, prefix in products:
        values = {
            "name": english,
            "default_code": code,
            "type": "consu",
            "is_storable": True,
            "tracking": tracking,
            "serial_prefix_format": prefix,
        }
        if unit:
            values["uom_id"] = unit
        template = admin.create("product.template", values, lang="en_US")
        admin.write("product.template", template, {"name": chinese}, lang="zh_CN")
        world.ids[f"{key}_template"] = template
        world.ids[key] = setup.search(
            "product.product", [("product_tmpl_id", "=", template)]
        )[0]
        setup.write("product.template", template, {"mdtrace_controlled": True})
    _write_bill_of_materials(world)


def _write_bill_of_materials(world):
    """One screw takes 12 g of bar; 7 g of it come back as turnings."""
    setup = world.person("setup")
    world.ids["bom"] = setup.create(
        "mrp.bom",
        {
            "product_tmpl_id": world.ids["screw_template"],
            "product_qty": 1,
            "bom_line_ids": [
                (0, 0, {"product_id": world.ids["bar"], "product_qty": 12})
            ],
            "byproduct_ids": [
                (0, 0, {"product_id": world.ids["turnings"], "product_qty": 7})
            ],
        },
    )
