namespace HelpLightning.Cli.Tests.Files;

/// <summary>Every file that <c>hl</c> writes whole: what is no file is not replaced, links are followed, and who fails leaves nothing.</summary>
public sealed class WholeFileTests(Workshop shop) : IClassFixture<Workshop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>As root this made a regular file of /dev/null, which breaks the machine.</summary>
    [Theory]
    [InlineData("hl key create --out null --force")]
    [InlineData("hl key create --out null")]
    [InlineData("hl key public --key-file $KEY --out null")]
    [InlineData("hl reports calls --poll 1s --out null --overwrite")]
    [InlineData("hl overview --out null")]
    [InlineData("hl overview --out link --overwrite")]
    [InlineData("hl reports calls --poll 1s --out link --extract --overwrite")]
    public async Task A_device_is_written_through_and_stays(string command)
    {
        string folder = Folder();
        await Posix.RequireAsync(folder, "mknod null c 1 3 && ln -s null link");
        (await RunAsync(folder, command)).Require(0);
        Assert.Equal("character special file 1:3\n", (await Posix.RunAsync(folder, "stat -c '%F %t:%T' null")).Output);
        Assert.Equal(["link", "null"], Names(folder));
    }

    [Theory]
    [InlineData("hl key create --out disk --force", 3)]
    [InlineData("hl key public --key-file $KEY --out disk", 3)]
    [InlineData("hl reports calls --out disk --overwrite", 3)]
    [InlineData("hl overview --out disk", 3)]
    public async Task A_disk_is_refused(string command, int exitCode)
    {
        string folder = Folder();
        await Posix.RequireAsync(folder, "mknod disk b 7 99");
        HlResult refused = (await RunAsync(folder, command)).Require(exitCode);
        Assert.Equal("error: 'disk' is a disk, and all that is on it would be lost. Name a file.\n", refused.Error);
    }

    [Theory]
    [InlineData("hl key create --out fifo --force", "-----BEGIN PRIVATE KEY-----")]
    [InlineData("hl key public --key-file $KEY --out fifo", "-----BEGIN PUBLIC KEY-----")]
    [InlineData("hl reports calls --poll 1s --out fifo --extract", "id,started_at,")]
    [InlineData("hl reports calls --poll 1s --out fifo", "PK")]
    [InlineData("hl overview --out fifo", "<!DOCTYPE html>")]
    public async Task A_pipe_is_written_through_and_stays(string command, string begins)
    {
        string folder = Folder();
        await Posix.RequireAsync(folder, "mkfifo fifo");
        HlResult result = (await RunAsync(folder, $"cat fifo > got & {command} > said; code=$?; wait; exit $code")).Require(0);
        Assert.StartsWith(begins, await File.ReadAllTextAsync(Path.Combine(folder, "got"), Cancellation), StringComparison.Ordinal);
        Assert.Equal("fifo\n", (await Posix.RunAsync(folder, "stat -c %F fifo")).Output);
        Assert.DoesNotContain("error", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_output_by_name_is_written_through_unless_it_is_a_file()
    {
        string folder = Folder();
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", (await RunAsync(folder, "hl key public --key-file $KEY --out /dev/stdout")).Require(0).Output, StringComparison.Ordinal);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows which file is open.");
        HlResult refused = (await RunAsync(folder, "{ echo before; hl key public --key-file $KEY --out /dev/stdout; } > log")).Require(3);
        Assert.Contains("'/dev/stdout' is an open file", refused.Error, StringComparison.Ordinal);
        Assert.Equal("before\n", await File.ReadAllTextAsync(Path.Combine(folder, "log"), Cancellation));
    }

    [Fact]
    public async Task Settings_behind_a_link_are_changed_there()
    {
        string folder = Folder();
        string settings = Directory.CreateDirectory(Path.Combine(folder, "hl")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "dotfiles"));
        File.CreateSymbolicLink(Path.Combine(settings, "config.json"), "../dotfiles/hl.json");
        Dictionary<string, string> environment = new() { ["XDG_CONFIG_HOME"] = folder, ["APPDATA"] = folder };
        (await Hl.RunAsync(environment, "", "config", "set", "site-id", "54344")).Require(0);
        (await Hl.RunAsync(environment, "secret-of-mine\n", "config", "set", "api-key", "-")).Require(0);
        Assert.Equal("../dotfiles/hl.json", new FileInfo(Path.Combine(settings, "config.json")).LinkTarget);
        Assert.Contains("secret-of-mine", await File.ReadAllTextAsync(Path.Combine(folder, "dotfiles", "hl.json"), Cancellation), StringComparison.Ordinal);
        Assert.Equal("54344\n", (await Hl.RunAsync(environment, "", "config", "get", "site-id")).Require(0).Output);
        Assert.Equal(["dotfiles", "dotfiles/hl.json", "hl", "hl/config.json"], Names(folder));
    }

    [Theory]
    [InlineData("ln -s config.json hl/config.json", "is a link that leads in a circle. Name the file itself.")]
    [InlineData("ln -s none/hl.json hl/config.json", "Make it, or name another one.")]
    [InlineData("ln -s /dev/null hl/config.json", "Mend it, or move it away and set hl up anew with: hl config set")]
    [InlineData("mkdir hl/config.json", "is a directory. Move it away and set hl up anew with: hl config set")]
    public async Task Settings_that_lead_nowhere_are_told(string obstacle, string says)
    {
        string folder = Folder();
        Dictionary<string, string> environment = new() { ["XDG_CONFIG_HOME"] = folder };
        HlResult refused = (await Posix.RunAsync(folder, $"mkdir hl && {obstacle} && timeout 60 hl config set site-id 54344", environment)).Require(3);
        Assert.EndsWith(says + "\n", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.Error.Count(c => c == '\n'));
        Assert.Equal(["hl", "hl/config.json"], Names(folder));
    }

    /// <summary>The draft with the API key stayed.</summary>
    [Theory]
    [InlineData("ulimit -f 1; trap '' XFSZ; ", "no file may become so large here (ulimit -f).")]
    [InlineData("chmod 500 hl; " + Posix.Ordinary + " ", "Get the right to write there, or name another one.")]
    [InlineData("chmod 400 hl/config.json; " + Posix.Ordinary + " ", "Get the right to write it, or name another file.")]
    public async Task Settings_that_cannot_be_written_stay_as_they_were(string obstacle, string says)
    {
        await Posix.RequireOrdinaryAsync();
        string folder = Folder();
        Directory.CreateDirectory(Path.Combine(folder, "hl"));
        string file = Path.Combine(folder, "hl", "config.json");
        string before = """{"profiles":{"default":{"site-id":"54344"}},"notes":"NOTES"}""".Replace("NOTES", new string('x', 2000), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, before, Cancellation);
        Dictionary<string, string> environment = new() { ["XDG_CONFIG_HOME"] = folder, ["DOTNET_EnableWriteXorExecute"] = "0" };
        string script = $"{obstacle}hl config set api-key - <<< sk-mine; code=$?; chmod -R u+rwX .; exit $code";
        HlResult refused = (await Posix.RunAsync(folder, script, environment)).Require(3);
        Assert.EndsWith(says + "\n", refused.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.Error.Count(c => c == '\n'));
        Assert.Equal(before, await File.ReadAllTextAsync(file, Cancellation));
        Assert.Equal(["hl", "hl/config.json"], Names(folder));
    }

    /// <summary>The first run left an empty file, which the second one took for a key.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(" --force")]
    public async Task A_key_that_found_no_room_does_not_block_the_next_one(string force)
    {
        string folder = Folder();
        await Posix.RequireAsync(folder, "mkdir disk && mount -t tmpfs -o size=8k tmpfs disk");
        try
        {
            (await RunAsync(folder, "head -c 8192 /dev/zero > disk/other")).Require(0);
            HlResult full = (await RunAsync(folder, $"hl key create --out disk/k.pem{force}")).Require(3);
            Assert.Equal("error: 'disk/k.pem' was not written: No space left on device.\n", full.Error);
            Assert.Equal(["disk", "disk/other"], Names(folder));
            (await RunAsync(folder, "rm disk/other && hl key create --out disk/k.pem")).Require(0);
            Assert.Equal(["disk", "disk/k.pem"], Names(folder));
        }
        finally
        {
            (await Posix.RunAsync(folder, "umount disk")).Require(0);
        }
    }

    [Fact]
    public async Task A_key_that_may_not_become_so_large_leaves_nothing()
    {
        string folder = Folder();
        HlResult cut = (await RunAsync(folder, "trap '' XFSZ; ulimit -f 1; hl key create --out k.pem")).Require(3);
        Assert.Equal("error: 'k.pem' was not written: no file may become so large here (ulimit -f).\n", cut.Error);
        Assert.Empty(Names(folder));
        (await RunAsync(folder, "hl key create --out k.pem")).Require(0);
        Assert.Equal(["k.pem"], Names(folder));
    }

    [Theory]
    [InlineData("mkdir d && chmod 500 d", "hl key create --out d/k.pem", "error: 'd/k.pem' cannot be written, because its directory '")]
    [InlineData("mkdir d && touch d/k.pem && chmod 500 d", "hl key create --out d/k.pem --force", "error: 'd/k.pem' cannot be written, because its directory '")]
    [InlineData("mkdir d && touch d/k.pem && chmod 400 d/k.pem", "hl key create --out d/k.pem --force", "error: 'd/k.pem' may not be written: it is read-only")]
    [InlineData("mkdir d && touch d/p.pem && chmod 444 d/p.pem", "hl key public --key-file $KEY --out d/p.pem", "error: 'd/p.pem' may not be written: it is read-only")]
    [InlineData("mkdir d && touch d/r.zip && chmod 444 d/r.zip", "hl reports calls --out d/r.zip --overwrite", "error: 'd/r.zip' may not be written: it is read-only")]
    [InlineData("mkdir -m 0 d", "hl reports calls --out d/r.zip --overwrite", "error: '")]
    [InlineData("true", "hl reports calls --out d/r.zip", "error: There is no directory '")]
    [InlineData("mkdir d", "hl key create --out d --force", "error: 'd' is a directory. Name a file in it.")]
    public async Task Where_nothing_may_be_written_is_said_in_one_sentence(string obstacle, string command, string says)
    {
        await Posix.RequireOrdinaryAsync();
        string folder = Folder();
        (await RunAsync(folder, obstacle)).Require(0);
        HlResult refused = await RunAsync(folder, $"{Posix.Ordinary} {command}; code=$?; [ -d d ] && chmod -R u+rwX d; exit $code");
        refused.Require(3);
        Assert.StartsWith(says, refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, refused.Error.Count(c => c == '\n'));
        Assert.DoesNotContain(Names(folder), name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hl key create --out k.pem", "0600")]
    [InlineData("hl key create --out old --force", "0600")]
    [InlineData("hl key public --key-file $KEY --out old", "0640")]
    public async Task From_its_first_moment_it_is_as_closed_as_in_the_end(string command, string mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has strace.");
        await Shell.RequireAsync("strace", "--version");
        string folder = Folder();
        await Posix.RequireAsync(folder, "strace -qq -o /dev/null true && touch old && chmod 640 old");
        HlResult traced = (await RunAsync(folder, $"umask 0; strace -f -qq -o trace -e trace=openat {command}; cat trace")).Require(0);
        string[] made = [.. traced.Output.Split('\n').Where(line => line.Contains(".part", StringComparison.Ordinal) && line.Contains("O_CREAT", StringComparison.Ordinal))];
        Assert.Matches($"O_CREAT\\|O_EXCL.*, {mode}\\)", Assert.Single(made));
    }

    /// <summary>Who may not give it away lets nobody in by the mode of a group that is another one now.</summary>
    [Theory]
    [InlineData("", "640", "65534:65534 640\n")]
    [InlineData(Posix.Ordinary + " ", "666", "0:0 606\n")]
    public async Task A_replaced_file_stays_its_owners(string how, string mode, string after)
    {
        await Posix.RequireOrdinaryAsync();
        string folder = Folder();
        await Posix.RequireAsync(folder, $"touch old && chown 65534:65534 old && chmod {mode} old");
        (await RunAsync(folder, $"{how}hl key public --key-file $KEY --out old")).Require(0);
        Assert.Equal(after, (await Posix.RunAsync(folder, "stat -c '%u:%g %a' old")).Output);
    }

    /// <summary>Where a name cannot be given in one step, as some network file systems are.</summary>
    [Theory]
    [InlineData("inject=renameat2:error=EINVAL")]
    [InlineData("inject=renameat2:error=ENOSYS inject=link:error=EPERM")]
    public async Task A_poorer_file_system_will_do(string faults)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has strace.");
        await Shell.RequireAsync("strace", "--version");
        string folder = Folder();
        await Posix.RequireAsync(folder, "strace -qq -o /dev/null true");
        string tracer = $"strace -f -qq -o /dev/null {string.Join(' ', faults.Split(' ').Select(f => $"-e {f}"))}";
        (await RunAsync(folder, $"{tracer} hl key create --out k.pem")).Require(0);
        (await RunAsync(folder, "hl key inspect --key-file k.pem")).Require(0);
        (await RunAsync(folder, $"{tracer} hl key create --out k.pem")).Require(3);
        Assert.Equal(["k.pem"], Names(folder));
    }

    private string Folder() => Directory.CreateDirectory(shop.PathTo(Guid.NewGuid().ToString("N"))).FullName;

    private Task<HlResult> RunAsync(string folder, string script) =>
        Posix.RunAsync(folder, script, new Dictionary<string, string>(shop.Environment) { ["KEY"] = shop.KeyFile, ["DOTNET_EnableWriteXorExecute"] = "0" });

    private static string[] Names(string folder) =>
        [.. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(folder, p)).Order(StringComparer.Ordinal)];
}
