"""The addons, their dependency graph and their manifests."""

from .checks import graph, upward
from .clean import assert_clean


def test_every_addon_of_the_design_exists():
    assert_clean(graph.missing_addons)


def test_each_addon_depends_on_what_the_design_says():
    assert_clean(graph.wrong_dependencies)


def test_no_addon_depends_on_itself():
    assert_clean(graph.cyclic_dependencies)


def test_manifests_carry_licence_version_and_flags_of_the_house():
    assert_clean(graph.wrong_manifests)


def test_manifests_load_groups_first_and_menus_last():
    assert_clean(graph.wrong_data_order)


def test_manifests_list_every_data_file_and_no_other():
    assert_clean(graph.unlisted_files)


def test_no_addon_names_what_stands_above_or_beside_it():
    assert_clean(upward.named_upward)


def test_libraries_are_declared_where_they_are_imported():
    assert_clean(graph.undeclared_libraries)
