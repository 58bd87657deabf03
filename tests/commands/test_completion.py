import pytest


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_calls_milepost(milepost, shell):
    script = milepost("completion", shell)
    assert script.returncode == 0
    assert f"_MILEPOST_COMPLETE={shell}_complete" in script.stdout


def test_a_shell_that_is_not_known_is_bad_use(milepost):
    refused = milepost("completion", "powershell")
    assert refused.returncode == 2
    assert "'bash', 'zsh', 'fish'" in refused.stderr


def test_commands_are_completed(milepost):
    completed = milepost(
        _MILEPOST_COMPLETE="bash_complete", COMP_WORDS="milepost com", COMP_CWORD="1"
    )
    assert completed.stdout.splitlines() == ["plain,completion"]
