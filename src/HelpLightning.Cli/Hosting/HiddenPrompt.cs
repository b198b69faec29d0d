using HelpLightning.Cli.Exit;
using HelpLightning.Secrets;

namespace HelpLightning.Cli.Hosting;

/// <summary>Asks for a secret without showing what is typed.</summary>
internal static class HiddenPrompt
{
    /// <summary>In characters; more than a terminal takes as one line.</summary>
    private const int Longest = 4096;

    public static string Ask(string question, Host host)
    {
        using SecretText typed = Read(question, host);
        return typed.Text.ToString();
    }

    /// <summary>The same, to be wiped by the caller.</summary>
    public static SecretText Read(string question, Host host)
    {
        host.Screen.Error.Write(question);
        SecretText typed = SecretText.OfLength(Longest);
        while (true)
        {
            ConsoleKeyInfo key = host.ReadKey();
            if (key.Key == ConsoleKey.Enter)
            {
                host.Screen.Error.WriteLine();
                return typed;
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                typed.RemoveLast();
            }
            else if (key.KeyChar != '\0' && !typed.TryAppend(key.KeyChar))
            {
                typed.Dispose();
                throw CommandException.Usage($"That is more than {Longest:N0} characters: was a whole file pasted?");
            }
        }
    }
}
