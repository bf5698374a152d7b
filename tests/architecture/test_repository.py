"""What may not stand anywhere in the repository."""

from .checks import repository
from .clean import assert_clean


def test_no_file_is_too_large():
    assert_clean(repository.large_files)


def test_no_file_names_a_package_registry():
    assert_clean(repository.registry_hosts)


def test_no_file_names_a_path_of_one_machine():
    assert_clean(repository.machine_paths)


def test_no_file_marks_unfinished_work():
    assert_clean(repository.unfinished_work)


def test_public_text_speaks_of_the_product_alone():
    assert_clean(repository.chatter)


def test_english_text_is_spelled_the_american_way():
    assert_clean(repository.british_spelling)


def test_no_two_names_differ_in_case_alone():
    assert_clean(repository.case_collisions)
