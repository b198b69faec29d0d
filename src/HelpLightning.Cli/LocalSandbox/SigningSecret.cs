using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Settings;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>What a webhook of the sandbox is to be signed with: from a file, else from the environment.</summary>
internal static class SigningSecret
{
    /// <param name="host">Where the file and the variable are.</param>
    /// <param name="path">The file whose first line it is; <c>-</c> for standard input, null for none.</param>
    /// <param name="option">The option that names the file.</param>
    /// <returns>Null when there is none, and nothing is to be signed.</returns>
    public static string? Read(Host host, string? path, string option)
    {
        if (path is null)
        {
            return host.TrimmedVariable(Variables.SandboxWebhookSecret);
        }

        string? line = path == "-" ? host.ReadInputLine() : SecretFile.FirstLine(host.PathTo(path), option, "secret");
        return line is { Length: > 0 } secret
            ? secret
            : throw CommandException.Configuration($"The first line of what {option} names is empty: it is the secret.");
    }
}
