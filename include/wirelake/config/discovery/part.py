"""What all ways of discovery have in common."""

from datetime import date

from wirelake.config.fields import Facts


class Part(Facts):
    """One entry under ``discovery``."""

    enabled: bool = True

    def described(self, what: str) -> str:
        """What it is, in one line for people, and whether it is switched off."""
        return what + ("" if self.enabled else " (disabled)")


def filled_in(template: str, day: date) -> str:
    """The template with ``{day}``, ``{year}``, ``{month}`` and ``{date}`` filled in."""
    parts = {"{day}": str(day), "{year}": f"{day:%Y}", "{month}": f"{day:%m}", "{date}": f"{day:%d}"}
    for name, value in parts.items():
        template = template.replace(name, value)
    return template
