"""A freeze's articles as files for those who train or publish: chosen by rights and story, and never a copy
that the lake does not know of."""
