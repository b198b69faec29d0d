namespace HelpLightning.Export.Tests;

/// <summary>
/// A run that ends while it makes the result of what was read: the next one makes the same result, and leaves nothing else. An
/// obstacle at each place that is written to ends the run there.
/// </summary>
public sealed class PackingTests
{
    private const string Name = "hl_export_full_20261125T101500Z";
    private const string Archive = Name + ".tar.gz.gpg";
    private const string Sums = ".hl-export/files/SHA256SUMS";
    private const string State = "last_run.json";
    private const string Passphrase = "open sesame";

    public static TheoryData<ExportFormat, string> Plain()
    {
        TheoryData<ExportFormat, string> data = [];
        foreach (ExportFormat format in Enum.GetValues<ExportFormat>())
        {
            foreach (string obstacle in (string[])[Sums + ".part", Sums, Name, State + ".part", State])
            {
                data.Add(format, obstacle);
            }
        }

        return data;
    }

    public static TheoryData<ExportFormat, string> Encrypted() => new()
    {
        { ExportFormat.Csv, Sums },
        { ExportFormat.Json, ".hl-export/archive.part" },
        { ExportFormat.Sqlite, Archive + ".sha256.part" },
        { ExportFormat.Csv, Archive + ".sha256" },
        { ExportFormat.Json, Archive },
        { ExportFormat.Sqlite, State + ".part" },
    };

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task The_next_run_makes_the_same_folder(ExportFormat format, string obstacle)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string whole = (await site.ExportAsync("whole", site.Options(format))).Path;
        await RunIntoAsync(site, obstacle, site.Options(format));
        SiteExportResult result = await site.ExportAsync("out", site.Options(format));
        Assert.True(result.WasResumed);
        Assert.Equal(site.PathTo($"out/{Name}"), result.Path);
        Assert.Equal(TableRows.Content(whole), TableRows.Content(result.Path));
        Assert.Equal(40, result.Rows.Single(r => r.Key == "users").Value);
        RequireOnly(site, Name, State);
    }

    [Theory]
    [MemberData(nameof(Encrypted))]
    public async Task The_next_run_makes_a_whole_archive(ExportFormat format, string obstacle)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await RunIntoAsync(site, obstacle, site.Options(format, passphrase: Passphrase));
        SiteExportResult result = await site.ExportAsync("out", site.Options(format, passphrase: Passphrase));
        Assert.Equal(site.PathTo($"out/{Archive}"), result.Path);
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(result.Path)));
        Assert.Equal($"{sum}  {Archive}\n", File.ReadAllText(result.Path + ".sha256"));
        RequireOnly(site, Archive, Archive + ".sha256", State);
    }

    /// <summary>A kill after the state was written leaves what was the work; the export is done, whatever the next one is to be.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_only_tidying_up_was_left_the_next_export_begins(bool encrypts)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        SiteExportOptions options = site.Options(passphrase: encrypts ? Passphrase : null);
        string job = site.PathTo("out/.hl-export/job.json");
        byte[]? begun = null;
        SiteExportResult first = await site.ExportAsync("out", options, new OnFirst(() => begun = File.ReadAllBytes(job)));
        Directory.CreateDirectory(Path.GetDirectoryName(job)!);
        File.WriteAllBytes(job, begun!);
        SiteExportResult next = await site.ExportAsync("out", site.Options(ExportFormat.Json));
        Assert.False(next.WasResumed);
        Assert.Equal(ExportWarningKind.FormChanged, Assert.Single(next.Warnings).Kind);
        Assert.NotEqual(first.Path, next.Path);
        Assert.False(Directory.Exists(site.PathTo("out/.hl-export")));
    }

    /// <summary>A kill leaves the list of sums as it was written, and not yet under its name.</summary>
    [Fact]
    public async Task A_half_written_list_of_sums_is_no_table()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string whole = (await site.ExportAsync("whole", site.Options())).Path;
        await RunIntoAsync(site, Sums + ".part", site.Options());
        File.WriteAllText(site.PathTo($"out/{Sums}.part"), "0123456789abcdef  users.cs");
        Assert.Equal(TableRows.Content(whole), TableRows.Content((await site.ExportAsync("out", site.Options())).Path));
    }

    [Theory]
    [InlineData(Archive + ".sha256.part")]
    [InlineData(Archive)]
    public async Task Begun_with_a_passphrase_and_finished_without(string obstacle)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await RunIntoAsync(site, obstacle, site.Options(passphrase: Passphrase));
        if (obstacle != Archive)
        {
            File.WriteAllText(site.PathTo($"out/{obstacle}"), "half a su");
        }

        Assert.Equal(site.PathTo($"out/{Name}"), (await site.ExportAsync("out", site.Options())).Path);
        RequireOnly(site, Name, State);
    }

    /// <summary>A folder with something in it can be neither written nor replaced by a file, and a file not by a folder.</summary>
    private static async Task RunIntoAsync(ExportSite site, string obstacle, SiteExportOptions options)
    {
        string path = site.PathTo($"out/{obstacle}");
        await Assert.ThrowsAnyAsync<SystemException>(() => site.ExportAsync("out", options, new OnFirst(() =>
        {
            if (obstacle == Name)
            {
                File.WriteAllText(path, "in the way");
            }
            else
            {
                Directory.CreateDirectory(Path.Combine(path, "in the way"));
            }
        })));
        if (obstacle == Name)
        {
            File.Delete(path);
        }
        else
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static void RequireOnly(ExportSite site, params string[] names) =>
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(site.PathTo("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
}
