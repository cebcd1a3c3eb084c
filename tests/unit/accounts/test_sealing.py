"""What is sealed opens with the same key, for the same purpose, about the same row; otherwise not at all."""

from gis_cas.accounts.sealing import Seal

KEY = "k3Jd8-2mWq9_xLpZ7vTn4RbYc6Hs1GfA"
SECRET = b"JBSWY3DPEHPK3PXP"


def test_only_the_same_key_purpose_and_row_open_it() -> None:
    seal = Seal(KEY, purpose="second factor")
    sealed = seal.close(SECRET, about="7")
    assert SECRET not in sealed
    assert seal.open(sealed, about="7") == SECRET
    assert seal.open(sealed, about="8") is None
    assert Seal(KEY[::-1], purpose="second factor").open(sealed, about="7") is None
    assert Seal(KEY, purpose="another").open(sealed, about="7") is None


def test_a_changed_or_cut_value_does_not_open() -> None:
    seal = Seal(KEY, purpose="second factor")
    sealed = seal.close(SECRET, about="7")
    for at in range(len(sealed)):
        changed = bytes(byte ^ (1 if place == at else 0) for place, byte in enumerate(sealed))
        assert seal.open(changed, about="7") is None
        assert seal.open(sealed[:at], about="7") is None


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    seal = Seal(KEY, purpose="second factor")
    assert seal.close(SECRET, about="7") != seal.close(SECRET, about="7")
