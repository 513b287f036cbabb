"""`kg completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click

from kg.cli.output import write_text


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the shell completion script.

    \b
    Examples:
      eval "$(kg completion bash)"                                   # in ~/.bashrc
      eval "$(kg completion zsh)"                                    # in ~/.zshrc
      kg completion fish > ~/.config/fish/completions/kg.fish
    """
    from click.shell_completion import get_completion_class

    shell_class = get_completion_class(shell)
    assert shell_class is not None
    write_text([shell_class(ctx.find_root().command, {}, "kg", "_KG_COMPLETE").source() + "\n"], None)
