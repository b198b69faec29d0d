using System.Text;

namespace HelpLightning.Cli.Hosting;

/// <summary>Asks for a secret without showing what is typed.</summary>
internal static class HiddenPrompt
{
    public static string Ask(string question, Host host)
    {
        host.Screen.Error.Write(question);
        StringBuilder typed = new();
        while (true)
        {
            ConsoleKeyInfo key = host.ReadKey();
            if (key.Key == ConsoleKey.Enter)
            {
                host.Screen.Error.WriteLine();
                return typed.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                typed.Append(key.KeyChar);
            }
        }
    }
}
