using System.Diagnostics;
using System.Security.Cryptography;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests.Doctor;

/// <summary>What hl doctor finds on this machine: settings file, profile, key.</summary>
public sealed class DoctorSettingsTests(Workshop shop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task A_profile_is_named_with_each_setting_of_it()
    {
        Dictionary<string, string> home = Home("named");
        foreach ((string name, string value) in new[] { ("site-id", "54344"), ("key-file", shop.KeyFile), ("api-url", shop.Address) })
        {
            (await Hl.RunAsync(home, "", "config", "set", name, value, "--profile", "lab")).Require(0);
        }

        (await Hl.RunAsync(home, Workshop.ApiKey, "config", "set", "api-key", "-", "--profile", "lab")).Require(0);
        home["HL_PROFILE"] = "lab";
        DoctorRun run = await DoctorRun.RunAsync(home);
        run.Result.Require(0);
        Assert.Equal("lab, named by HL_PROFILE | ", run.Require("profile", "ok"));
        Assert.Equal("54344, from profile lab | ", run.Require("site id", "ok"));
        Assert.Equal("19 characters, from profile lab | ", run.Require("API key", "ok"));
        Assert.Contains(", from profile lab (PKCS#8, PEM; ", run.Require("partner key", "ok"), StringComparison.Ordinal);
        Assert.Equal($"{shop.Address}, from profile lab | ", run.Require("address", "ok"));

        DoctorRun other = await DoctorRun.RunAsync(home, "--profile", "nobody");
        other.Result.Require(3);
        Assert.Contains("There are: lab", other.Require("profile", "failed"), StringComparison.Ordinal);
        other.Require("site id", "skipped");
    }

    [Fact]
    public async Task A_settings_file_that_others_can_read_is_a_warning()
    {
        Dictionary<string, string> home = Home("open");
        (await Hl.RunAsync(home, "", "config", "set", "site-id", "54344")).Require(0);
        string file = Path.Combine(home["XDG_CONFIG_HOME"], "hl", "config.json");
        SetMode(file, "604");
        DoctorRun run = await DoctorRun.RunAsync(Join(shop.Environment, home));
        run.Result.Require(0);
        Assert.Equal($"{file} can be read by others | chmod 600 {file}", run.Require("settings file", "warning"));
        Assert.EndsWith("It works, with 1 warning.\n", (await Hl.RunAsync(Join(shop.Environment, home), "", "doctor")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_stops_all_that_rests_on_it()
    {
        Dictionary<string, string> home = Home("broken");
        string folder = Directory.CreateDirectory(Path.Combine(home["XDG_CONFIG_HOME"], "hl")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), "{\n oops", TestContext.Current.CancellationToken);
        DoctorRun run = await DoctorRun.RunAsync(Join(shop.Environment, home));
        run.Result.Require(3);
        Assert.Contains("is not JSON: it breaks at line 2 | Mend it, or move it away", run.Require("settings file", "failed"), StringComparison.Ordinal);
        Assert.StartsWith("not checked, because of: settings file", run.Require("kind of key", "skipped"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HL_SITE_ID", "none", "site id", "digits only | To set it right: export HL_SITE_ID=NUMBER (or unset HL_SITE_ID)")]
    [InlineData("HL_API_KEY", "two words", "API key", "without spaces")]
    [InlineData("HL_API_URL", "http://api.helplightning.net", "address", "is plain http")]
    [InlineData("HL_API_URL", "nonsense", "address", "is not a web address")]
    [InlineData("HL_DATA_CENTER", "Mars", "address", "wants to be US or EU | To set it right: export HL_DATA_CENTER=EU (or unset HL_DATA_CENTER)")]
    public async Task A_wrong_setting_is_named(string variable, string value, string check, string says)
    {
        DoctorRun run = await DoctorRun.RunAsync(Join(shop.Environment, new() { [variable] = value }));
        run.Result.Require(3);
        Assert.Contains(says, run.Require(check, "failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_told_as_everywhere()
    {
        DoctorRun run = await DoctorRun.RunAsync(shop.Environment, "--key-file", shop.PathTo("nowhere.pem"));
        run.Result.Require(3);
        Assert.Contains("does not exist | Check the path", run.Require("partner key", "failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passphrase_must_open_the_key()
    {
        string file = shop.PathTo("locked.pem");
        shop.Key.WritePemFile(file, passphrase: "open sesame");
        DoctorRun none = await DoctorRun.RunAsync(shop.Environment, "--key-file", file);
        Assert.Contains("no passphrase was given", none.Require("partner key", "failed"), StringComparison.Ordinal);
        DoctorRun wrong = await DoctorRun.RunAsync(Join(shop.Environment, new() { ["HL_PARTNER_KEY_PASSPHRASE"] = "guess" }), "--key-file", file);
        Assert.Contains("does not open it", wrong.Require("partner key", "failed"), StringComparison.Ordinal);
        DoctorRun right = await DoctorRun.RunAsync(Join(shop.Environment, new() { ["HL_PARTNER_KEY_PASSPHRASE"] = "open sesame" }), "--key-file", file);
        right.Result.Require(0);
        Assert.Contains("encrypted PKCS#8, PEM", right.Require("partner key", "ok"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_others_can_read_is_a_warning()
    {
        string file = shop.PathTo("loose.pem");
        shop.Key.WritePemFile(file);
        SetMode(file, "644");
        DoctorRun run = await DoctorRun.RunAsync(shop.Environment, "--key-file", file);
        run.Result.Require(0);
        Assert.Equal($"0644: other users of this machine can read the key | chmod 600 {file}", run.Require("key's mode", "warning"));
        run.RequireOthersOk("key's mode");
    }

    [Fact]
    public async Task A_short_key_is_a_warning()
    {
        using RSA rsa = RSA.Create(1024);
        string file = shop.PathTo("short.pem");
        using (PartnerKey key = PartnerKey.FromRsa(rsa))
        {
            key.WritePemFile(file);
        }

        Assert.StartsWith("1024 bits: it works, but", (await DoctorRun.RunAsync(shop.Environment, "--key-file", file)).Require("key's size", "warning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_a_variable_has_no_mode_and_no_repository()
    {
        Dictionary<string, string> environment = Join(shop.Environment, new() { ["HL_PARTNER_KEY"] = await File.ReadAllTextAsync(shop.KeyFile, TestContext.Current.CancellationToken) });
        environment.Remove("HL_PARTNER_KEY_FILE");
        DoctorRun run = await DoctorRun.RunAsync(environment);
        run.Result.Require(0);
        Assert.StartsWith("in HL_PARTNER_KEY (", run.Require("partner key", "ok"), StringComparison.Ordinal);
        run.Require("key's mode", "skipped");
        run.Require("key and git", "skipped");
        run.Require("token taken", "ok");
    }

    [Fact]
    public async Task A_key_in_a_repository_must_be_ignored_by_it()
    {
        string folder = Directory.CreateDirectory(shop.PathTo("repository")).FullName;
        string file = Path.Combine(folder, "k.pem");
        shop.Key.WritePemFile(file);
        await Shell.RequireAsync("git", "--version");
        await GitAsync(folder, "init", "--quiet");
        DoctorRun open = await DoctorRun.RunAsync(shop.Environment, "--key-file", file);
        open.Result.Require(0);
        Assert.Contains($"which does not ignore it | Move it out, or: echo k.pem >> {folder}/.gitignore", open.Require("key and git", "warning"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(folder, ".gitignore"), "*.pem\n", TestContext.Current.CancellationToken);
        DoctorRun ignored = await DoctorRun.RunAsync(shop.Environment, "--key-file", file);
        Assert.Contains("ignores the key's file", ignored.Require("key and git", "ok"), StringComparison.Ordinal);

        await GitAsync(folder, "add", "--force", "k.pem");
        DoctorRun committed = await DoctorRun.RunAsync(shop.Environment, "--key-file", file);
        Assert.Contains("is committed in the repository", committed.Require("key and git", "warning"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("loose.pem")]
    [InlineData("my site's key.pem")]
    [InlineData("$(touch oops) `touch oops` \"k\".pem")]
    public async Task What_is_advised_for_a_key_that_lies_open_works_as_printed(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode there.");
        await Shell.RequireAsync("git", "--version");
        string folder = Directory.CreateDirectory(shop.PathTo($"advice {name.Length}")).FullName;
        string file = Path.Combine(folder, name);
        shop.Key.WritePemFile(file);
        SetMode(file, "644");
        await GitAsync(folder, "init", "--quiet");
        byte[] before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        DoctorRun open = await DoctorRun.RunAsync(shop.Environment, "--key-file", file);
        foreach (string advice in (string[])[open.Require("key's mode", "warning").Split(" | ")[1], open.Require("key and git", "warning").Split(" or: ")[1]])
        {
            (await Shell.BashAsync(advice, shop.Environment, folder)).Require(0);
        }

        DoctorRun closed = await DoctorRun.RunAsync(shop.Environment, "--key-file", file);
        closed.Require("key's mode", "ok");
        closed.Require("key and git", "ok");
        Assert.Equal(before, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder).Length);
    }

    private static void SetMode(string file, string octal)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no mode there.");
            return;
        }

        File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32(octal, 8));
    }

    private static async Task GitAsync(string folder, params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments]))!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, git.ExitCode);
    }

    private Dictionary<string, string> Home(string name) => new() { ["XDG_CONFIG_HOME"] = Directory.CreateDirectory(shop.PathTo($"home-{name}")).FullName };

    private static Dictionary<string, string> Join(Dictionary<string, string> one, Dictionary<string, string> other)
    {
        Dictionary<string, string> joined = new(one);
        foreach ((string name, string value) in other)
        {
            joined[name] = value;
        }

        return joined;
    }
}
