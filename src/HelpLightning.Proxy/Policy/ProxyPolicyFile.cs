using HelpLightning.Files;

namespace HelpLightning.Proxy;

/// <summary>
/// A policy as JSON, with comments and trailing commas:
/// <code>{ "read_only": true, "allow": ["GET /v1r1/**"], "deny": ["* /auth/**"], "act_as": { "user": "ann@example.com", "allowed":
/// ["*@example.com"] }, "requests_per_second": 20, "burst": 40 }</code>
/// Everything can be left out; <c>{}</c> is <see cref="ProxyPolicy.Open"/>.
/// </summary>
public static class ProxyPolicyFile
{
    /// <summary>Bytes of a file. More is another file.</summary>
    internal const int Largest = 256 * 1024;

    /// <summary>Reads a policy.</summary>
    /// <param name="path">The file, of 256 KiB at most, in UTF-8 with or without byte order mark.</param>
    /// <exception cref="ProxyPolicyException">
    /// It cannot be read or is no policy: with an unknown name, too, or one that is there twice. The message says at which line and column,
    /// what is wrong there, and what to write.
    /// </exception>
    public static ProxyPolicy Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return TakeChange(new ChangingFile(path, Largest), path)!;
    }

    internal static ProxyPolicy Parse(ReadOnlySpan<byte> content, string path)
    {
        if (content.Length > Largest)
        {
            throw new ProxyPolicyException($"{Quoted(path)} is larger than 256 KiB.", "Name a file that holds a policy.");
        }

        content = Utf8Mark.Strip(content);
        return content.Trim(" \t\r\n"u8).IsEmpty
            ? throw new ProxyPolicyException(
                $"{Quoted(path)} is empty.", "Write a policy into it, such as { \"allow\": [\"GET /v1r1/**\"] }.")
            : new PolicyFileReader(content, Quoted(path)).Read();
    }

    /// <inheritdoc cref="ChangingFile.TakeChange" path="/returns"/>
    /// <exception cref="ProxyPolicyException">As <see cref="Read"/>.</exception>
    internal static ProxyPolicy? TakeChange(ChangingFile file, string path)
    {
        try
        {
            return file.TakeChange(content => Parse(content, path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProxyPolicyException($"{Quoted(path)} is not there.", "Name a file that holds a policy.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string what = Directory.Exists(path) ? "is a folder" : "cannot be read";
            throw new ProxyPolicyException($"{Quoted(path)} {what}.", "Name a file that this user may read.", e);
        }
    }

    internal static string Quoted(string path) => $"'{path}'";
}
