using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Exports of which everything is read and nothing is made yet, and what an undisturbed run makes of them: from there on no request
/// is needed.
/// </summary>
public sealed class PackingShop : IAsyncLifetime
{
    public const string Passphrase = "open sesame";

    private readonly Workshop _shop = new();
    private readonly Dictionary<string, Dictionary<string, string>> _whole = [];
    private HelpLightningSandbox? _sandbox;
    private string? _obstacle;
    private int _copies;

    public async ValueTask InitializeAsync()
    {
        await _shop.InitializeAsync();
        await File.WriteAllTextAsync(_shop.PathTo("passphrase"), Passphrase + "\n");
        _sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [_shop.Key.PublicKey],
            ApiKey = Workshop.ApiKey,
            SeedCalls = 2_000,
            RequestLog = _ => Obstruct(),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox!.DisposeAsync();
        await _shop.DisposeAsync();
    }

    public Dictionary<string, string> Environment => new(_shop.Environment) { ["HL_API_URL"] = _sandbox!.BaseAddress.ToString() };

    public string[] Arguments(string folder, string format, bool encrypts) =>
    [
        "export", "--out", folder, "--format", format, "--page-size", "1000",
        .. encrypts ? (string[])["--encrypt", "--encrypt-passphrase-file", _shop.PathTo("passphrase")] : [],
    ];

    /// <summary>A copy of the state in which an export begins to make its result.</summary>
    public async Task<string> CopyAsync(string format)
    {
        if (!_whole.ContainsKey(format))
        {
            HlResult whole = (await Hl.RunAsync(Environment, "", Arguments(_shop.PathTo($"whole-{format}"), format, encrypts: false))).Require(0);
            await ReadAsync(format);
            _whole[format] = Content(whole.Output.Trim());
        }

        string copy = NewFolder(format);
        Copy(_shop.PathTo($"read-{format}"), copy);
        return copy;
    }

    /// <summary>The path of a folder that is not there yet.</summary>
    public string NewFolder(string name) => _shop.PathTo($"copy-{name}-{Interlocked.Increment(ref _copies)}");

    /// <summary>The state is what is written last.</summary>
    public static bool IsDone(string folder) => File.Exists(Path.Combine(folder, "last_run.json"));

    /// <summary>Goes on with what a kill left, and holds the result against that of the undisturbed run.</summary>
    public async Task FinishAsync(string folder, string format, bool encrypts, string when)
    {
        string name = JobName(format);
        bool wasDone = IsDone(folder);
        HlResult run = (await Hl.RunAsync(Environment, "", Arguments(folder, format, encrypts))).Require(0);
        if (wasDone)
        {
            // Only tidying up was left, so this was the next export, which tidies up as well.
            Assert.Contains("hl_export_partial_", run.Output, StringComparison.Ordinal);
            Delete(run.Output.Trim());
        }

        string result = encrypts ? name + ".tar.gz.gpg" : name;
        string[] expected = [.. encrypts ? (string[])[result, result + ".sha256"] : [result], "last_run.json"];
        Assert.True(
            expected.Order(StringComparer.Ordinal).SequenceEqual(Directory.GetFileSystemEntries(folder).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)),
            $"{when}: {string.Join(' ', Directory.GetFileSystemEntries(folder))}");
        string files = Path.Combine(folder, result);
        if (encrypts)
        {
            await Shell.RunAsync($"cd '{folder}' && sha256sum --check --quiet '{result}.sha256' && mkdir opened && gpg --batch --quiet --homedir '{folder}' --pinentry-mode loopback --passphrase '{Passphrase}' --decrypt '{result}' | tar xz -C opened");
            files = Path.Combine(folder, "opened", name);
        }

        Dictionary<string, string> made = Content(files);
        Assert.True(_whole[format].Count == made.Count && _whole[format].All(file => made.GetValueOrDefault(file.Key) == file.Value), $"{when}: {string.Join(' ', made.Keys)}");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What the result is called.</summary>
    public string JobName(string format)
    {
        using System.Text.Json.JsonDocument job = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(_shop.PathTo($"read-{format}/.hl-export/job.json")));
        return job.RootElement.EnumerateObject().First(p => p.Name.Equals("name", StringComparison.OrdinalIgnoreCase)).Value.GetString()!;
    }

    /// <summary>Something in the way of its first file ends the run when everything is read.</summary>
    private async Task ReadAsync(string format)
    {
        string folder = _shop.PathTo($"read-{format}");
        string obstacle = Path.Combine(folder, ".hl-export", "files", "SHA256SUMS.part");
        Volatile.Write(ref _obstacle, obstacle);
        HlResult ended = await Hl.RunAsync(Environment, "", Arguments(folder, format, encrypts: false));
        Volatile.Write(ref _obstacle, null);
        Assert.NotEqual(0, ended.ExitCode);
        Directory.Delete(obstacle, recursive: true);
    }

    private void Obstruct()
    {
        if (Volatile.Read(ref _obstacle) is { } path)
        {
            Directory.CreateDirectory(Path.Combine(path, "in the way"));
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private static void Delete(string result)
    {
        if (Directory.Exists(result))
        {
            Directory.Delete(result, recursive: true);
        }

        File.Delete(result);
        File.Delete(result + ".sha256");
    }

    private static Dictionary<string, string> Content(string folder) =>
        Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
}
