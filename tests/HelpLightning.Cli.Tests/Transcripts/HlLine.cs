using System.Text;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>A line that runs hl and nothing else, taken apart as a shell does: variables set for it, quotes, and <c>$NAME</c>.</summary>
internal sealed partial record HlLine(IReadOnlyDictionary<string, string> Environment, string[] Arguments)
{
    /// <summary>Outside of quotes these are a shell's own business.</summary>
    private const string Special = "|&;<>()`*?[]{}~#!\n";

    /// <returns>Null when it takes a shell: for a pipe, a redirection, another program, or a variable that is not set.</returns>
    public static HlLine? TryRead(string line, IReadOnlyDictionary<string, string> environment)
    {
        if (Words(line, environment) is not { } words)
        {
            return null;
        }

        Dictionary<string, string> variables = new(environment);
        int at = 0;
        while (at < words.Count && Assignment().Match(words[at]) is { Success: true } assignment)
        {
            variables[assignment.Groups[1].Value] = assignment.Groups[2].Value;
            at++;
        }

        return at < words.Count && words[at] == "hl" ? new HlLine(variables, [.. words[(at + 1)..]]) : null;
    }

    private static List<string>? Words(string line, IReadOnlyDictionary<string, string> environment)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quote == '\0' && c == ' ')
            {
                words.AddRange(word is null ? [] : [word.ToString()]);
                word = null;
                continue;
            }

            word ??= new StringBuilder();
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (quote == '\'')
            {
                word.Append(c);
            }
            else if (c == '$')
            {
                // What one that is empty, unset or of several words stands for depends on where it stands.
                string name = Name().Match(line, i + 1).Value;
                if (!environment.TryGetValue(name, out string? value) || value.Length == 0 || value.Contains(' ', StringComparison.Ordinal))
                {
                    return null;
                }

                word.Append(value);
                i += name.Length;
            }
            else if (c is '\\' or '`' || (quote == '\0' && Special.Contains(c, StringComparison.Ordinal)))
            {
                return null;
            }
            else
            {
                word.Append(c);
            }
        }

        words.AddRange(word is null ? [] : [word.ToString()]);
        return quote == '\0' ? words : null;
    }

    [GeneratedRegex("^([A-Z_]+)=(.*)$", RegexOptions.Singleline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\G\w*")]
    private static partial Regex Name();
}
