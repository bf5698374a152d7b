"""Templates, Chinese translations and the glossary."""

from .checks import translations
from .clean import assert_clean


def test_every_message_is_translated_and_none_is_fuzzy():
    assert_clean(translations.incomplete)


def test_translations_keep_placeholders_and_tags():
    assert_clean(translations.broken_marks)


def test_no_translation_is_left_in_english():
    assert_clean(translations.left_in_english)


def test_translations_use_the_words_of_the_glossary():
    assert_clean(translations.against_the_glossary)


def test_templates_hold_the_messages_of_the_sources():
    assert_clean(translations.stale_template)


def test_messages_are_marked_as_plain_texts():
    assert_clean(translations.unmarked_messages)


def test_errors_shown_to_people_can_be_translated():
    assert_clean(translations.bare_errors)
