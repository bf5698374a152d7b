"""Pages, links, decision records and news."""

from .checks import documents
from .clean import assert_clean


def test_every_addon_has_its_four_pages():
    assert_clean(documents.missing_pages)


def test_links_inside_the_repository_resolve():
    assert_clean(documents.broken_links)


def test_decisions_end_with_what_would_reopen_them():
    assert_clean(documents.wrong_decisions)


def test_every_addon_tells_its_news():
    assert_clean(documents.missing_fragments)


def test_the_glossary_page_shows_its_table():
    assert_clean(documents.stale_glossary)


def test_tutorials_have_the_same_steps_in_both_languages():
    assert_clean(documents.uneven_tutorials)
