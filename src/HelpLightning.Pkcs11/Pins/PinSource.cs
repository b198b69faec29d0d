using System.Security.Cryptography;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Faults;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11.Pins;

/// <summary>
/// Where the PIN comes from: the first line of a file, which is read for each login, or the URI itself. A file is a path, a URI of it
/// (RFC 8089: <c>file:/path</c>, <c>file:///path</c>, <c>file://localhost/path</c>) or <c>credential:NAME</c>.
/// </summary>
internal sealed class PinSource
{
    /// <summary>A PIN has 255 bytes at most on any token that there is.</summary>
    private const int Longest = 1024;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly string? _path;
    private readonly byte[]? _value;

    private PinSource(string? path, byte[]? value)
    {
        _path = path;
        _value = value;
    }

    /// <summary>What its owner should know.</summary>
    public PartnerKeyWarning? Warning => _value is not null
        ? new PartnerKeyWarning(
            PartnerKeyWarningCode.PinInUri,
            "The PIN stands in the key's URI (pin-value), and so in a command line, a variable or a settings file. "
            + "Write it into a file of its own, mode 0600, and give that: ?pin-source=/path/of/the/file")
        : LooseModeWarning();

    /// <summary>Null when the URI names none.</summary>
    /// <exception cref="PartnerKeyException">It cannot be one.</exception>
    public static PinSource? Of(Pkcs11Uri uri)
    {
        if (uri.PinValue is { } value)
        {
            return value.Length > 0 ? new PinSource(null, value) : throw Empty("The attribute pin-value of the key's URI is empty.");
        }

        return uri.PinSource is { } source ? new PinSource(PathOf(source), null) : null;
    }

    /// <summary>Reads it anew. The caller wipes it.</summary>
    public Pin Read()
    {
        if (_value is not null)
        {
            return new Pin(_value);
        }

        Span<byte> buffer = stackalloc byte[Longest + 1];
        try
        {
            using FileStream file = new(_path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Span<byte> read = buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
            int end = read.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> line = end < 0 ? read : read[..end];
            return line.Length switch
            {
                0 => throw Empty($"The first line of the PIN's file {_path} is empty."),
                > Longest => throw Fault.Of(
                    PartnerKeyProblem.PinMissing, $"The first line of {_path} is longer than {Longest} bytes: it is no PIN.",
                    "Give the file that holds the PIN and nothing else"),
                _ => new Pin(line, File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault.Of(
                PartnerKeyProblem.PinMissing,
                e is FileNotFoundException or DirectoryNotFoundException
                    ? $"There is no file {_path} with the token's PIN."
                    : $"The file {_path} with the token's PIN cannot be read: {e.Message.TrimEnd('.')}.",
                "Write the PIN into its first line, and let this process read it and nobody else (mode 0600)");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static PartnerKeyException Empty(string finding) =>
        Fault.Of(PartnerKeyProblem.PinMissing, finding, "Put the token's user PIN there");

    private static string PathOf(string source)
    {
        if (source.StartsWith('|'))
        {
            throw Fault.Uri(
                "The key's URI has a command as its pin-source, and no command is run here.",
                "Write what the command says into a file that this process alone can read, and give its path");
        }

        string path = source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? FromFileUri(source["file:".Length..]) : source;
        if (path.Length == 0 || path.Contains('\0'))
        {
            throw Fault.Uri("The attribute pin-source of the key's URI names no file.", "Give a path, file:/path or credential:NAME");
        }

        return SystemdCredential.PathOf(path);
    }

    /// <summary>RFC 8089: no host, an empty one, or localhost.</summary>
    private static string FromFileUri(string rest)
    {
        string path = rest;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            string host = slash < 0 ? rest[2..] : rest[2..slash];
            path = slash < 0 ? "" : rest[slash..];
            if (host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            {
                throw Fault.Uri("The attribute pin-source of the key's URI is a file of another machine.",
                    "Give one of this machine: file:/path");
            }
        }

        if (!path.StartsWith('/'))
        {
            throw Fault.Uri("The attribute pin-source of the key's URI is no file URI (RFC 8089).",
                "Write file:/ and the path from the root on");
        }

        // The path of a Windows drive has a slash before it there: file:///c:/pin.
        string decoded = Uri.UnescapeDataString(path);
        return OperatingSystem.IsWindows() && decoded.Length > 2 && decoded[2] == ':' ? decoded[1..] : decoded;
    }

    private PartnerKeyWarning? LooseModeWarning()
    {
        if (OperatingSystem.IsWindows() || !File.Exists(_path) || (File.GetUnixFileMode(_path) & Others) == 0)
        {
            return null;
        }

        return new PartnerKeyWarning(
            PartnerKeyWarningCode.FileReadableByOthers,
            $"The file with the token's PIN can be read by other users of this machine. Close it: chmod 600 {_path}");
    }
}
