using HelpLightning.Cli.Exit;
using HelpLightning.Secrets;

namespace HelpLightning.Cli.Settings;

/// <summary>A file whose first line is a secret.</summary>
internal static class SecretFile
{
    /// <param name="path">The file.</param>
    /// <param name="namedBy">The flag or setting that names it.</param>
    /// <param name="secret">What it holds, for people: <c>passphrase</c>.</param>
    public static string FirstLine(string path, string namedBy, string secret)
    {
        using SecretText line = Read(path, namedBy, secret);
        return line.Text.ToString();
    }

    /// <summary>The same, to be wiped by the caller.</summary>
    /// <inheritdoc cref="FirstLine"/>
    public static SecretText Read(string path, string namedBy, string secret)
    {
        try
        {
            return SecretText.FirstLine(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The name is not repeated: people put the secret itself there.
            throw CommandException.Configuration(
                $"The file that {namedBy} names cannot be read. It wants the name of a file whose first line is the {secret}.");
        }
    }
}
