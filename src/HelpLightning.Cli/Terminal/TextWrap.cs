namespace HelpLightning.Cli.Terminal;

/// <summary>Breaks a text into lines at its spaces. A word that is longer than a line stays whole.</summary>
internal static class TextWrap
{
    public static string[] Lines(string text, int width)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && CellText.Width(line) + 1 + CellText.Width(word) > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        lines.Add(line);
        return [.. lines];
    }
}
