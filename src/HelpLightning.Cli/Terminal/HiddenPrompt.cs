using System.Text;

namespace HelpLightning.Cli.Terminal;

/// <summary>Asks for a secret without showing what is typed.</summary>
internal static class HiddenPrompt
{
    public static string Ask(string question, Screen screen)
    {
        screen.Error.Write(question);
        StringBuilder typed = new();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                screen.Error.WriteLine();
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
