using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests;

/// <summary><c>hl export</c>: what it prints, writes and answers.</summary>
public sealed class ExportTests(Workshop shop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task The_path_is_the_output_and_the_rest_is_said_beside_it()
    {
        HlResult result = (await RunAsync("export", "--out", shop.PathTo("csv"))).Require(0);
        Assert.Matches($@"\A{Regex.Escape(shop.PathTo("csv"))}/hl_export_full_\d{{8}}T\d{{6}}Z\n\z", result.Output);
        Assert.Equal("Exported everything: users 40, pods 6, pods_users 84, pods_admins 5, pods_pods 1, pods_on_call_pods 1, calls 300, calls_users 584.\n", result.Error);
        Assert.Equal(9, Directory.GetFiles(result.Output.Trim()).Length);
        HlResult second = (await RunAsync("export", "--out", shop.PathTo("csv"))).Require(0);
        Assert.StartsWith("Exported what changed since ", second.Error, StringComparison.Ordinal);
        Assert.Contains("users 0,", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "users.json")]
    [InlineData("sqlite", "helplightning.sqlite")]
    public async Task Other_formats(string format, string file)
    {
        HlResult result = (await RunAsync("export", "--out", shop.PathTo(format), "--format", format)).Require(0);
        Assert.True(File.Exists(Path.Combine(result.Output.Trim(), file)));
    }

    [Fact]
    public async Task Into_a_database_that_the_next_run_adds_to()
    {
        HlResult first = (await RunAsync("export", "--into", shop.PathTo("site.sqlite"))).Require(0);
        Assert.Equal(shop.PathTo("site.sqlite") + "\n", first.Output);
        Assert.StartsWith("Exported everything: users 40, groups 6, groups_users 84, ", first.Error, StringComparison.Ordinal);
        Assert.StartsWith("Exported what changed since ", (await RunAsync("export", "--into", shop.PathTo("site.sqlite"))).Require(0).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(shop.PathTo("notes.txt"), "mine", TestContext.Current.CancellationToken);
        Assert.Contains("no SQLite database", (await RunAsync("export", "--into", shop.PathTo("notes.txt"))).Require(3).Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(shop.PathTo("notes.txt"), TestContext.Current.CancellationToken));
    }

    /// <summary>A call has one shape: what the list calls its columns, the tidy export does too, and they hold the same.</summary>
    [Fact]
    public async Task A_tidy_call_is_the_lists()
    {
        string path = (await RunAsync("export", "--out", shop.PathTo("tidy"), "--tidy", "--format", "json")).Require(0).Output.Trim();
        using JsonDocument exported = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(path, "calls.json"), TestContext.Current.CancellationToken));
        using JsonDocument listed = JsonDocument.Parse((await RunAsync("calls", "list", "-o", "json", "--all")).Require(0).Output);
        JsonElement[] list = [.. listed.RootElement.EnumerateArray().OrderBy(c => c.GetProperty("id").GetString(), StringComparer.Ordinal)];
        JsonElement[] calls = [.. exported.RootElement.EnumerateArray().OrderBy(c => c.GetProperty("id").GetString(), StringComparer.Ordinal)];
        Assert.Equal(300, calls.Length);
        Assert.Equal(["groups", "participants", "tags"], list[0].EnumerateObject().Select(p => p.Name).Except(calls[0].EnumerateObject().Select(p => p.Name)).Order());
        Assert.All(calls.Zip(list), pair => Assert.All(pair.First.EnumerateObject(), p => Assert.Equal(Value(pair.Second.GetProperty(p.Name)), Value(p.Value))));
        static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out DateTimeOffset time)
            ? time.ToString("O")
            : value.ToString();
    }

    /// <summary>The program may be the native one, whose compiler warns of Parquet.Net: docs/decisions/0019.</summary>
    [Fact]
    public async Task The_program_writes_the_Parquet_that_the_library_does()
    {
        string library = (await RunAsync("export", "--out", shop.PathTo("jit"), "--tidy", "--format", "parquet")).Require(0).Output.Trim();
        using Process process = HlProgram.Start(shop.Environment, "export", "--out", shop.PathTo("built"), "--tidy", "--format", "parquet");
        string built = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
        Assert.Equal(12, Directory.GetFiles(built).Length);
        Assert.All(Directory.GetFiles(library), path => Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(built, Path.GetFileName(path)))));
    }

    [Fact]
    public async Task Encrypted_with_a_passphrase_from_a_file()
    {
        await File.WriteAllTextAsync(shop.PathTo("passphrase.txt"), "open sesame\n", TestContext.Current.CancellationToken);
        HlResult result = (await RunAsync("export", "--out", shop.PathTo("secret"), "--encrypt", "--encrypt-passphrase-file", shop.PathTo("passphrase.txt"))).Require(0);
        Assert.EndsWith(".tar.gz.gpg\n", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(result.Output.Trim() + ".sha256"));
        Assert.DoesNotContain("sesame", result.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--out", "export", "--format", "csv")]
    [InlineData(2, "--format wants", "export", "--out", "x", "--format", "xml")]
    [InlineData(2, "Where to?", "export", "--tidy")]
    [InlineData(2, "--csv-for-excel goes with", "export", "--out", "x", "--csv-for-excel", "--format", "json")]
    [InlineData(2, "--group is for exports into a folder", "export", "--into", "x.sqlite", "--group", "3")]
    [InlineData(2, "--format is for exports into a folder", "export", "--into", "x.sqlite", "--format", "sqlite")]
    [InlineData(2, "leave it or --into out", "export", "backup", "--into", "x.sqlite")]
    [InlineData(2, "--page-size wants", "export", "--out", "x", "--page-size", "0")]
    [InlineData(2, "goes with --encrypt", "export", "--out", "x", "--encrypt-passphrase-file", "f")]
    [InlineData(3, "HL_EXPORT_PASSPHRASE", "export", "--out", "x", "--encrypt")]
    [InlineData(3, "cannot be read", "export", "--out", "x", "--encrypt", "--encrypt-passphrase-file", "no such file")]
    public async Task Bad_usage(int exitCode, string reason, params string[] arguments)
    {
        HlResult result = (await RunAsync(arguments)).Require(exitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_group_that_is_not_there()
    {
        HlResult result = (await RunAsync("export", "--out", shop.PathTo("nobody"), "--group", "999999")).Require(1);
        Assert.Contains("999999", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(shop.PathTo("nobody")));

        // So the folder is free for any other export.
        (await RunAsync("export", "--out", shop.PathTo("nobody"), "--format", "json")).Require(0);
    }

    [Fact]
    public async Task A_server_that_is_not_there()
    {
        Dictionary<string, string> environment = new(shop.Environment) { ["HL_API_URL"] = "https://nowhere.invalid" };
        HlResult result = (await Hl.RunAsync(environment, "", "export", "--out", shop.PathTo("away"))).Require(5);
        Assert.EndsWith("What is there is kept: the same command again goes on with it.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_file()
    {
        await File.WriteAllTextAsync(shop.PathTo("file"), "", TestContext.Current.CancellationToken);
        Assert.Contains("cannot be used as a folder", (await RunAsync("export", "--out", shop.PathTo("file"))).Require(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_of_another_site_is_refused()
    {
        Directory.CreateDirectory(shop.PathTo("other"));
        await File.WriteAllTextAsync(shop.PathTo("other/last_run.json"), JsonSerializer.Serialize(new { timestamp = "2026-01-01T00:00:00Z", site_id = 1 }), TestContext.Current.CancellationToken);
        Assert.Contains("is of site 1", (await RunAsync("export", "--out", shop.PathTo("other"))).Require(3).Error, StringComparison.Ordinal);
    }

    private Task<HlResult> RunAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", arguments);
}
