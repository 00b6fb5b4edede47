"""The states of America and the provinces of Canada as datelines write them: in full, short, in letters."""

STATES = """
    Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware,
    District of Columbia, Florida, Georgia, Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky,
    Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi, Missouri, Montana,
    Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina, North Dakota,
    Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas,
    Utah, Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming,
"""
# As AP's Stylebook abbreviates them in datelines; Alaska, Hawaii and six more it never does.
ABBREVIATED_STATES = """
    Ala., Ariz., Ark., Calif., Colo., Conn., D.C., Del., Fla., Ga., Ill., Ind., Kan., Ky., La., Md.,
    Mass., Mich., Minn., Miss., Mo., Mont., Neb., Nev., N.H., N.J., N.M., N.Y., N.C., N.D., Okla., Ore.,
    Pa., R.I., S.C., S.D., Tenn., Vt., Va., Wash., W.Va., Wis., Wyo.,
"""
# The Canadian Press's short forms last.
PROVINCES = """
    Alberta, British Columbia, Manitoba, New Brunswick, Newfoundland and Labrador, Northwest Territories,
    Nova Scotia, Nunavut, Ontario, Prince Edward Island, Quebec, Québec, Saskatchewan, Yukon,
    Alta., B.C., Man., N.B., N.L., N.S., N.W.T., Ont., P.E.I., Que., Sask.,
"""
LETTERS = {
    "US": """
        AL AK AZ AR CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV
        NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY
    """,
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
}
SHORT = 3  # characters of "Pa.", which is a state by its full stop alone


def part_of(name: str) -> str | None:
    """The country of a state or province by its name or short form: ``Conn.``, ``British Columbia``."""
    return _PARTS.get(_key(name))


def of_letters(code: str) -> frozenset[str]:
    """The countries that have a state or province by these two letters."""
    return frozenset(country for country, codes in LETTERS.items() if code in codes.split())


def _key(name: str) -> str:
    """Without blanks and case; without the last full stop where that is not all that tells."""
    key = "".join(name.split()).casefold()
    return key if len(key) <= SHORT else key.removesuffix(".")


def _keys(names: str) -> list[str]:
    return [_key(name) for name in names.split(",") if name.strip()]


_PARTS = {
    **dict.fromkeys((*_keys(STATES), *_keys(ABBREVIATED_STATES)), "US"),
    **dict.fromkeys(_keys(PROVINCES), "CA"),
}
