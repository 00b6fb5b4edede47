"""Which articles are the same news text: shingles, a sketch of them, two relations, and stories.

Pure: texts come in, members of stories go out. ``shingles`` makes numbers of a text, ``sketch`` finds who
may share text with whom, ``relations`` verifies each on the shingles themselves, ``grouping`` makes stories
of the pairs of a day, ``origin`` tells whose text it is. What is read and written says
``upkeep.stories_building``.
"""

WINDOW = 7  # days, the day itself among them, that an article is compared with
VERSION = "1"  # raised with every change that may give other rows
