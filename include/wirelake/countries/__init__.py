"""Countries by ISO 3166-1 alpha-2: of the places that a wire states, and of a dateline that names its own."""

from wirelake.countries.placing import placed

__all__ = ["placed"]
