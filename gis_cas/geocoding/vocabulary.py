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

BARE_ROUTE_WORDS = frozenset({"HWY", "RTE", "RD"})
"""What people put before a route's number when they do not say whose route it is ("Hwy 804")."""

UNIT_WORDS = (
    "APARTMENT", "APARTAMENTO", "APTO", "APT", "BUILDING", "BLDG", "DEPTO", "FLOOR", "LOT", "PENTHOUSE", "PH", "ROOM",
    "RM", "SLIP", "SPACE", "SPC", "STE", "SUITE", "TRAILER", "TRLR", "UNIDAD", "UNIT",
)  # fmt: skip
"""What stands before a unit's own number; FL is left out, as here it says Florida."""

STATES = MappingProxyType(
    {
        "AL": "ALABAMA", "AK": "ALASKA", "AZ": "ARIZONA", "AR": "ARKANSAS", "CA": "CALIFORNIA", "CO": "COLORADO",
        "CT": "CONNECTICUT", "DE": "DELAWARE", "DC": "DISTRICT OF COLUMBIA", "FL": "FLORIDA", "GA": "GEORGIA",
        "HI": "HAWAII", "ID": "IDAHO", "IL": "ILLINOIS", "IN": "INDIANA", "IA": "IOWA", "KS": "KANSAS",
        "KY": "KENTUCKY", "LA": "LOUISIANA", "ME": "MAINE", "MD": "MARYLAND", "MA": "MASSACHUSETTS", "MI": "MICHIGAN",
        "MN": "MINNESOTA", "MS": "MISSISSIPPI", "MO": "MISSOURI", "MT": "MONTANA", "NE": "NEBRASKA", "NV": "NEVADA",
        "NH": "NEW HAMPSHIRE", "NJ": "NEW JERSEY", "NM": "NEW MEXICO", "NY": "NEW YORK", "NC": "NORTH CAROLINA",
        "ND": "NORTH DAKOTA", "OH": "OHIO", "OK": "OKLAHOMA", "OR": "OREGON", "PA": "PENNSYLVANIA",
        "PR": "PUERTO RICO", "RI": "RHODE ISLAND", "SC": "SOUTH CAROLINA", "SD": "SOUTH DAKOTA", "TN": "TENNESSEE",
        "TX": "TEXAS", "UT": "UTAH", "VT": "VERMONT", "VA": "VIRGINIA", "WA": "WASHINGTON", "WV": "WEST VIRGINIA",
        "WI": "WISCONSIN", "WY": "WYOMING",
    }
)  # fmt: skip
"""USPS state code → name."""
