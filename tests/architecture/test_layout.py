"""What lies in the folder of an addon."""

from .checks import layout
from .clean import assert_clean


def test_addons_hold_only_what_the_layout_names():
    assert_clean(layout.misplaced_files)


def test_addons_have_every_file_of_the_layout():
    assert_clean(layout.missing_files)


def test_addons_have_the_tests_their_models_ask_for():
    assert_clean(layout.missing_tests)


def test_icons_belong_to_one_family():
    assert_clean(layout.wrong_icons)
