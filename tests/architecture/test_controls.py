"""No side door around a control."""

from .checks import bypass
from .clean import assert_clean


def test_context_keys_are_listed_with_a_reason():
    assert_clean(bypass.unlisted_context_keys)


def test_signing_and_appending_have_one_caller_each():
    assert_clean(bypass.unlisted_callers)


def test_sudo_says_for_whom_and_why():
    assert_clean(bypass.sudo_without_comment)


def test_no_code_ends_the_transaction_of_others():
    assert_clean(bypass.unlisted_commits)


def test_sql_takes_its_values_as_parameters():
    assert_clean(bypass.interpolated_sql)


def test_no_code_prints_or_evaluates_text():
    assert_clean(bypass.barred_calls)


def test_tools_are_pure_and_import_no_odoo():
    assert_clean(bypass.impure_tools)


def test_no_deletion_is_guarded_by_what_a_client_can_skip():
    assert_clean(bypass.deletion_guarded_by_context)
