"""What `--help` shows of an argument: what it means, and never the type by which it is held."""

import typer
import typer.main
from typer.core import TyperArgument, TyperOption


def reworded(app: typer.Typer) -> typer.core.TyperGroup:
    """The command of the app, whose help shows ``--limit N`` and ``--erase``, not ``<int>`` and ``<bool>``.

    An option without a metavar of its own is followed by its name, a number by N, a flag by nothing.
    """
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)  # noqa: S101  it has commands
    for command in (group, *group.commands.values()):
        paragraphs = (command.help or "").split("\n\n")
        command.help = "\n\n".join(" ".join(one.split()) for one in paragraphs)  # not cut as the code is
        for param in command.get_params(typer.Context(command)):  # the option --help too, which is kept
            if isinstance(param, TyperOption):
                param.metavar = _metavar(param) if param.metavar is None else param.metavar
            elif isinstance(param, TyperArgument):
                param.display_type_rich = _nothing  # type: ignore[method-assign]  # no metavar stands in for it
    return group


def _metavar(option: TyperOption) -> str:
    if option.is_flag:
        return ""
    if option.type_descriptor.is_path:
        return "FILE"
    numbers = {int: "N", float: "N"}
    return numbers.get(option.type_descriptor.annotation, (option.name or "").upper())


def _nothing(ctx: object) -> None:  # noqa: ARG001  as typer calls it
    return None
