using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary>
/// <c>hl completion SHELL</c>: a script that makes the shell ask hl itself what can follow, through the parser's
/// <c>[suggest]</c> directive, so that a script never goes stale.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash completion for hl. Load it with: source <(hl completion bash)
        _hl() {
          local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]}
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
          [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "$word"))
        }
        complete -o filenames -F _hl hl
        """;

    private const string Zsh = """
        #compdef hl
        # zsh completion for hl. Load it with: source <(hl completion zsh)
        _hl() {
          local line=${BUFFER[1,CURSOR]}
          local -a found
          found=(${(f)"$(${words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)"})
          if (( ${#found} )); then compadd -a found; else _files; fi
        }
        (( $+functions[compdef] )) || { autoload -Uz compinit; compinit -u; }
        compdef _hl hl
        """;

    private const string Fish = """
        # fish completion for hl. Load it with: hl completion fish | source
        function __hl_suggest
          set -l line (commandline -cp)
          hl "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c hl -a '(__hl_suggest)'
        """;

    private const string PowerShell = """
        # PowerShell completion for hl. Load it with: hl completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName hl -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          # The cursor is counted from the start of the line, in which other commands may come first.
          $length = $cursorPosition - $commandAst.Extent.StartOffset
          $line = $commandAst.ToString().PadRight($length).Substring(0, $length)
          # Of a list with commas PowerShell completes what follows the last one, hl the whole.
          $typed = ($line -split '\s')[-1]
          $kept = if ($typed.EndsWith($wordToComplete)) { $typed.Length - $wordToComplete.Length } else { 0 }
          & hl "[suggest:$($line.Length)]" "$line" 2>$null |
            Where-Object { $_.Length -gt $kept -and $_.StartsWith($typed, 'OrdinalIgnoreCase') } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_.Substring($kept), $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Build(Host host)
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or powershell" };
        shell.CompletionSources.Add("bash", "zsh", "fish", "powershell");
        HlCommand command = new("completion", "Print a completion script for your shell",
            "source <(hl completion bash)",
            "hl completion fish > ~/.config/fish/completions/hl.fish")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            host.Screen.Out.WriteLine(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "fish" => Fish,
                "powershell" or "pwsh" => PowerShell,
                _ => throw CommandException.Usage("hl completion knows bash, zsh, fish and powershell."),
            });
            return ExitCode.Done;
        });
        return command;
    }
}
