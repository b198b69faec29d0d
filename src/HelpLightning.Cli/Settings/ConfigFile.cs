using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Files;

namespace HelpLightning.Cli.Settings;

/// <summary>
/// The file of profiles: <c>{"profiles": {"default": {"site-id": "54344", …}}}</c>. It may hold an API key, so it is made for
/// its owner alone. What this program does not know in it stays as it is.
/// </summary>
internal sealed class ConfigFile
{
    public const string DefaultProfile = "default";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Profiles = "profiles";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path;
    private readonly JsonObject _root;

    private ConfigFile(string path, JsonObject root)
    {
        _path = path;
        _root = root;
    }

    public IReadOnlyList<string> ProfileNames =>
        [.. ((_root[Profiles] as JsonObject)?.Select(static p => p.Key) ?? []).Order(StringComparer.Ordinal)];

    /// <summary>XDG_CONFIG_HOME or ~/.config (XDG Base Directory Specification); %APPDATA% on Windows.</summary>
    public static string Locate(Host host)
    {
        string folder = OperatingSystem.IsWindows() ? host.ApplicationDataFolder
            : host.Variable("XDG_CONFIG_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg
            : Path.Combine(host.HomeFolder, ".config");
        return Path.Combine(folder, "hl", "config.json");
    }

    /// <summary>May others than its owner read it? False where that cannot be told.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && FileStatus.Of(path) is { Kind: FileKind.Regular } file
            && (file.Mode & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0;

    /// <summary>What is there; empty when there is no file, or a link to one that will be made.</summary>
    public static ConfigFile Read(string path)
    {
        switch (FileStatus.Of(path).Kind)
        {
            case FileKind.Missing:
                return new ConfigFile(path, []);
            case FileKind.Folder:
                throw CommandException.Configuration($"{path} is a directory. Move it away and set hl up anew with: hl config set");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            JsonDocumentOptions lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            return JsonNode.Parse(stream, documentOptions: lenient) is JsonObject root
                ? new ConfigFile(path, root)
                : throw CommandException.Configuration(
                    $"{path} is not an object of JSON. Mend it, or move it away and set hl up anew with: hl config set");
        }
        catch (JsonException e)
        {
            throw CommandException.Configuration(
                $"{path} is not JSON: it breaks at line {e.LineNumber + 1}. "
                + "Mend it, or move it away and set hl up anew with: hl config set");
        }
    }

    public bool HasProfile(string profile) => Find(profile) is not null;

    /// <summary>Null when the profile does not hold it.</summary>
    public string? Get(string profile, Setting setting) => Find(profile)?[setting.Name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text.Trim() is { Length: > 0 } kept ? kept : null,
        JsonValue value => value.ToJsonString(),
        _ => throw CommandException.Configuration($"{_path}: {setting.Name} of profile {profile} wants a text."),
    };

    public void Set(string profile, Setting setting, string value)
    {
        JsonObject profiles = _root[Profiles] as JsonObject ?? [];
        _root[Profiles] = profiles;
        JsonObject values = profiles[profile] as JsonObject ?? [];
        profiles[profile] = values;
        values[setting.Name] = value;
    }

    /// <returns>False when it was not there. A profile without settings is gone.</returns>
    public bool Remove(string profile, Setting setting)
    {
        bool removed = Find(profile)?.Remove(setting.Name) ?? false;
        if (removed && Find(profile) is { Count: 0 })
        {
            ((JsonObject)_root[Profiles]!).Remove(profile);
        }

        return removed;
    }

    /// <summary>Whole or not at all, and readable by nobody else from its first byte on.</summary>
    public void Write()
    {
        string folder = Path.GetDirectoryName(_path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }

        byte[] text = Encoding.UTF8.GetBytes(_root.ToJsonString(Layout) + "\n");
        DurableFile.Write(_path, text, new FileRule { IsPrivate = true, IsStored = true });
    }

    private JsonObject? Find(string profile) => (_root[Profiles] as JsonObject)?[profile] as JsonObject;
}
