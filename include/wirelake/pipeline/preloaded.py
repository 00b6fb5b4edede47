"""What every bounded process has in place: imported in the process from which they are forked alone.

The model that tells languages is 90 MB; loaded here it is shared.
"""

import wirelake.clean
import wirelake.extract
import wirelake.formats.html
import wirelake.formats.rss
import wirelake.formats.sitemaps
import wirelake.formats.text
import wirelake.pipeline
import wirelake.pipeline.worker  # noqa: F401
from wirelake.language import detect

detect("The basin is open.")
