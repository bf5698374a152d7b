"""Sizes, docstrings, help texts, names of files and of tests."""

from .checks import budgets
from .clean import assert_clean


def test_functions_stay_short_and_simple():
    assert_clean(budgets.long_or_branching_functions)


def test_files_stay_within_their_budget():
    assert_clean(budgets.long_files)


def test_modules_classes_and_tools_say_what_they_are():
    assert_clean(budgets.missing_docstrings)


def test_seams_and_api_methods_are_explained():
    assert_clean(budgets.undocumented_seams)


def test_stored_fields_have_a_help_text():
    assert_clean(budgets.fields_without_help)


def test_fields_on_core_models_carry_our_prefix():
    assert_clean(budgets.unprefixed_fields)


def test_each_file_holds_one_model():
    assert_clean(budgets.several_models_in_a_file)


def test_files_are_named_for_their_model():
    assert_clean(budgets.wrong_file_names)


def test_no_module_is_left_unimported():
    assert_clean(budgets.unimported_modules)


def test_no_test_shadows_another_one():
    assert_clean(budgets.shadowed_tests)


def test_test_names_are_sentences_about_the_trade():
    assert_clean(budgets.untold_tests)
