"""Access rights, record rules and the tables of regulated models."""

from .checks import security
from .clean import assert_clean


def test_every_model_has_access_rights():
    assert_clean(security.models_without_access)


def test_no_access_right_holds_for_everyone():
    assert_clean(security.access_for_everyone)


def test_every_model_with_a_company_has_a_rule():
    assert_clean(security.models_without_company_rule)


def test_every_model_is_made_once_only():
    assert_clean(security.models_made_twice)


def test_protected_fields_are_listed_in_plain_text():
    assert_clean(security.unreadable_protection)


def test_protected_fields_exist_and_are_never_copied():
    assert_clean(security.wrong_protected_fields)


def test_payload_and_frozen_lists_name_real_fields():
    assert_clean(security.unknown_listed_fields)


def test_transitions_name_real_states_and_groups():
    assert_clean(security.wrong_transitions)


def test_signed_transitions_name_who_signs_and_never_an_administrator():
    assert_clean(security.wrong_signers)
