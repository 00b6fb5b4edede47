"""Where a source's template holds its articles: a page that fits is read there, and nowhere else.

``sights`` tells where a page that was read in full held its parts, ``fitting`` finds them again.
"""

from wirelake.formats.html.layout.fitting import Fitting, Unfit
from wirelake.formats.html.layout.sights import Sight, sight

__all__ = ["Fitting", "Sight", "Unfit", "sight"]
