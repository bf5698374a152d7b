"""The keyed code of a ledger entry and the file of its key."""

import stat

from hypothesis import given
from hypothesis import strategies as st
from mdtrace_base.tools import keyed


def test_key_is_made_once_and_for_the_owner_only(tmp_path):
    path = tmp_path / "mdtrace" / "ledger-x.key"
    key = keyed.read_or_make_key(path)
    assert len(key) == 64
    assert keyed.read_or_make_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["ledger-x.key"]


def test_algorithm_names_the_key_without_giving_it_away():
    text = keyed.algorithm(b"secret")
    assert keyed.key_of_algorithm(text) == keyed.fingerprint(b"secret")
    assert "secret" not in text
    assert keyed.key_of_algorithm("md5") == ""


@given(st.binary(min_size=1), st.binary(min_size=1), st.text(), st.text())
def test_other_key_or_payload_gives_another_code(key, other, payload, changed):
    _digest, mac = keyed.seal(key, payload)
    assert keyed.seal(key, payload)[1] == mac
    if other != key:
        assert keyed.seal(other, payload)[1] != mac
    if changed != payload:
        assert keyed.seal(key, changed)[1] != mac
