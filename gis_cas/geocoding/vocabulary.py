"""The words that street names are made of; tables only, so that a new spelling is one line.

Street types and directionals follow USPS Publication 28, appendix C and section 233. The canonical form is the USPS
abbreviation, except for words that are more often part of a name than a type (Beach, Lake, Park), which stay whole.
"""

from types import MappingProxyType


def _by_variant(table: dict[str, str]) -> MappingProxyType[str, str]:
    pairs = {variant: form for form, variants in table.items() for variant in (form, *variants.split())}
    return MappingProxyType(pairs)


DIRECTIONALS = _by_variant(
    {
        "N": "NORTH NO",
        "S": "SOUTH SO",
        "E": "EAST",
        "W": "WEST",
        "NE": "NORTHEAST",
        "NW": "NORTHWEST",
        "SE": "SOUTHEAST",
        "SW": "SOUTHWEST",
    }
)
"""Every spelling of a directional → its abbreviation. NO and SO count only where more than a type follows."""

STREET_TYPES = _by_variant(
    {
        "ALY": "ALLEY ALLEE ALLY",
        "AVE": "AVENUE AV AVEN AVENU AVN AVNUE AVES AVENIDA",
        "BLVD": "BOULEVARD BOUL BOULV BLV BL BVD BULEVAR",
        "BND": "BEND",
        "BYP": "BYPASS BYPA",
        "CIR": "CIRCLE CIRC CIRCL CRCL CRCLE",
        "CRES": "CRESCENT CRSENT CRSNT",
        "CSWY": "CAUSEWAY CAUSWA",
        "CT": "COURT CRT",
        "CTS": "COURTS",
        "CV": "COVE",
        "DR": "DRIVE DRIV DRV DOCTOR",
        "EXPY": "EXPRESSWAY EXPRESS EXPR EXP EXPW",
        "EXT": "EXTENSION EXTN",
        "FWY": "FREEWAY FREEWY FRWAY FRWY",
        "GRV": "GROVE GROV",
        "HWY": "HIGHWAY HIGHWY HIWAY HIWY HWAY",
        "LN": "LANE",
        "LNDG": "LANDING LNDNG",
        "LOOP": "LOOPS LP",
        "MNR": "MANOR",
        "MTWY": "MOTORWAY",
        "PASS": "",
        "PATH": "PATHS",
        "PIKE": "PIKES",
        "PKWY": "PARKWAY PARKWY PKWAY PKY PWY",
        "PL": "PLACE PLC",
        "PLZ": "PLAZA PLZA",
        "PT": "POINT POINTE",
        "RD": "ROAD",
        "RDG": "RIDGE RDGE",
        "ROW": "",
        "RTE": "ROUTE RT",
        "RUN": "",
        "SPUR": "",
        "SQ": "SQUARE SQR SQRE",
        "ST": "STREET STRT STR SAINT",
        "TER": "TERRACE TERR TRC",
        "TPKE": "TURNPIKE TRNPK TURNPK TPK",
        "TRCE": "TRACE TRACES",
        "TRL": "TRAIL TR TRAILS TRLS",
        "VIS": "VISTA VIST VSTA",
        "VW": "VIEW",
        "WALK": "WALKS",
        "WAY": "WY",
        "XING": "CROSSING CRSSNG",
    }
)
"""Every spelling of a street type → its USPS abbreviation. SAINT and DOCTOR: ST and DR stand for both."""

NAME_WORDS = _by_variant(
    {
        "BEACH": "BCH",
        "CANYON": "CYN",
        "CREEK": "CRK",
        "FORT": "FT",
        "GARDENS": "GDNS",
        "HARBOR": "HBR HARBOUR",
        "HEIGHTS": "HTS",
        "HILLS": "HLS",
        "ISLAND": "IS ISLND",
        "JR": "JUNIOR",
        "LAKE": "LK",
        "LAKES": "LKS",
        "MOUNT": "MT",
        "PARK": "PRK",
        "SPRINGS": "SPGS",
        "VILLAGE": "VLG VILLG",
    }
)
"""Words inside names that people shorten → the word kept in a key."""

_TO_NINETEENTH = (
    "FIRST SECOND THIRD FOURTH FIFTH SIXTH SEVENTH EIGHTH NINTH TENTH ELEVENTH TWELFTH THIRTEENTH FOURTEENTH FIFTEENTH "
    "SIXTEENTH SEVENTEENTH EIGHTEENTH NINETEENTH"
)
_TENTHS = "TWENTIETH THIRTIETH FORTIETH FIFTIETH SIXTIETH SEVENTIETH EIGHTIETH NINETIETH"
_TENS = "TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY"

TENS = MappingProxyType({word: 10 * number for number, word in enumerate(_TENS.split(), start=2)})
"""The first word of an ordinal of two: TWENTY is 20."""

ORDINALS = MappingProxyType(
    {word: number for number, word in enumerate(_TO_NINETEENTH.split(), start=1)}
    | {word: 10 * number for number, word in enumerate(_TENTHS.split(), start=2)}
)
"""Spelled ordinals of one word; "TWENTY THIRD" is put together from TENS and these."""

ROUTE_KINDS = ("I", "US", "SR", "CR")
"""Interstate, United States, state and county route: the first word of a route's key, the number being the second."""
