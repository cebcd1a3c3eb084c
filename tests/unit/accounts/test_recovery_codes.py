"""Ten codes that are read off paper and typed by hand."""

from gis_cas.accounts.recovery_codes import HOW_MANY, code_hash, looks_like_one, new_codes


def test_ten_different_codes_of_eighty_bits() -> None:
    codes = new_codes()
    assert len(set(codes)) == HOW_MANY == 10
    assert not set(codes) & set(new_codes())
    for code in codes:
        assert len(code) == 19
        assert not set(code.replace("-", "")) & set("ilou")


def test_a_code_may_be_typed_as_people_type() -> None:
    code = "0k1d-9x2v-pvra-tt61"
    for typed in ("0K1D 9X2V PVRA TT61", "OkId9x2vpvratt61", "0kld-9x2u-pura-tt61"):
        assert code_hash(typed) == code_hash(code)
    assert code_hash("0k1d-9x2v-pvra-tt62") != code_hash(code)


def test_six_digits_are_not_taken_for_a_recovery_code() -> None:
    assert looks_like_one(new_codes()[0])
    assert not looks_like_one("123 456")
