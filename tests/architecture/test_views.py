"""Views, actions and menus."""

from .checks import views
from .clean import assert_clean


def test_xml_files_begin_with_the_header():
    assert_clean(views.wrong_headers)


def test_views_use_no_dropped_syntax():
    assert_clean(views.old_syntax)


def test_view_identifiers_follow_the_guideline():
    assert_clean(views.wrong_view_ids)


def test_action_and_menu_identifiers_follow_the_guideline():
    assert_clean(views.wrong_action_ids)


def test_each_view_file_serves_one_model():
    assert_clean(views.views_in_wrong_files)


def test_empty_lists_say_what_to_do_first():
    assert_clean(views.actions_without_empty_state)


def test_models_with_an_action_have_search_list_and_form():
    assert_clean(views.models_without_views)


def test_records_of_every_model_can_be_listed():
    assert_clean(views.models_without_action)
