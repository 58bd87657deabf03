"""Shell completion for the command line."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in SHELL.

    \b
    Examples:
      milepost completion bash >> ~/.bashrc
      milepost completion zsh >> ~/.zshrc
      milepost completion fish > ~/.config/fish/completions/milepost.fish
    """
    complete = get_completion_class(shell)
    assert complete is not None, "click knows every shell of the choice above"
    script = complete(context.find_root().command, {}, "milepost", "_MILEPOST_COMPLETE")
    click.echo(script.source())
