using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HelpLightning.Cli.Tests.Files;
using HelpLightning.Files;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>The Unix socket of <c>hl proxy</c>: whoever can open it calls as the site.</summary>
public sealed class UnixSocketTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/api/v1r1/enterprise/users?page_size=1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_socket_is_its_owners_alone_from_its_first_moment()
    {
        string folder = NewFolder();
        string path = Path.Combine(folder, "p.sock");
        ConcurrentDictionary<string, int> seen = new();
        using CancellationTokenSource end = new();
        Thread watcher = new(() =>
        {
            while (!end.IsCancellationRequested)
            {
                Look(folder, path, seen);
            }
        });
        watcher.Start();
        await Eventually.HoldsAsync(() => seen.GetValueOrDefault("nothing") > 10);
        await using (ProxyHere proxy = await ProxyHere.StartAsync(shop.Environment, "--unix-socket", path, "--drain", "0"))
        {
            Assert.Equal([$"unix:{path}"], proxy.Addresses);
            Assert.Equal(HttpStatusCode.OK, (await proxy.GetAsync(Users)).Status);
            await Eventually.HoldsAsync(() => seen.Keys.Any(static what => what.StartsWith("p.sock", StringComparison.Ordinal)));

            // Nothing else is left beside it, also if it is killed now.
            Assert.Equal([path], Directory.GetFileSystemEntries(folder));
        }

        await end.CancelAsync();
        watcher.Join();
        Assert.Empty(seen.Keys.Except(["nothing", "p.sock 600", ".hl- 700"]));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task What_a_killed_run_left_is_replaced_and_a_live_one_is_not()
    {
        string folder = NewFolder();
        string path = Path.Combine(folder, "p.sock");
        using ProxyProcess first = await ProxyProcess.StartAsync(shop.Environment, "--unix-socket", path);
        HlResult second = (await Hl.RunAsync(shop.Environment, "", "proxy", "--unix-socket", path)).Require(3);
        Assert.Equal($"error: Somebody listens at {path} already: stop that program, or choose another name.\n", second.Error);
        using (HttpClient http = UnixSockets.Client(path))
        {
            Assert.NotEmpty(await http.GetStringAsync(new Uri(Users, UriKind.Relative), Cancellation));
        }

        await first.KillAsync();
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
        await using ProxyHere third = await ProxyHere.StartAsync(shop.Environment, "--unix-socket", path, "--drain", "0");
        Assert.Equal(HttpStatusCode.OK, (await third.GetAsync(Users)).Status);
    }

    [Fact]
    public async Task What_is_no_socket_is_left_as_it_is()
    {
        string folder = NewFolder();
        string file = Path.Combine(folder, "notes.txt");
        await File.WriteAllTextAsync(file, "precious", Cancellation);
        FileStatus before = FileStatus.Of(file);
        string pipe = Path.Combine(folder, "pipe");
        await Shell.RunAsync($"mkfifo '{pipe}'");
        foreach (string taken in new[] { file, pipe, folder })
        {
            HlResult result = (await Hl.RunAsync(shop.Environment, "", "proxy", "--unix-socket", taken)).Require(3);
            Assert.Equal($"error: {taken} is there already and is no socket: choose another name.\n", result.Error);
        }

        Assert.Equal("precious", await File.ReadAllTextAsync(file, Cancellation));
        Assert.Equal(before, FileStatus.Of(file));
        Assert.Equal(new[] { file, pipe }.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_not_made_and_a_path_that_is_too_long_is_told()
    {
        string folder = NewFolder();
        string missing = Path.Combine(folder, "run", "p.sock");
        HlResult result = (await Hl.RunAsync(shop.Environment, "", "proxy", "--unix-socket", missing)).Require(3);
        Assert.Equal($"error: A socket cannot be made at {missing}: check that the folder is there and that you may write in it.\n", result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        HlResult tooLong = (await Hl.RunAsync(shop.Environment, "", "proxy", "--unix-socket", Path.Combine(folder, new string('s', 100)))).Require(2);
        Assert.Contains("bytes longer than a socket's may be", tooLong.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    /// <summary>Somebody who may not even connect cannot know that nobody listens.</summary>
    [Fact]
    public async Task A_socket_that_does_not_answer_as_a_dead_one_does_is_not_replaced()
    {
        string path = Path.Combine(NewFolder(), "p.sock");
        using Socket datagrams = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        datagrams.Bind(new UnixDomainSocketEndPoint(path));
        HlResult result = (await Hl.RunAsync(shop.Environment, "", "proxy", "--unix-socket", path)).Require(3);
        Assert.Contains("Somebody listens at", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    private static void Look(string folder, string path, ConcurrentDictionary<string, int> seen)
    {
        // Many looks at the name for each at the folder, which takes longer: a wrong mode may last for microseconds.
        for (int i = 0; i < 100; i++)
        {
            Note("p.sock", path, seen);
        }

        string[] entries = Directory.GetFileSystemEntries(folder);
        if (entries.Length == 0)
        {
            seen.AddOrUpdate("nothing", 1, static (_, count) => count + 1);
        }

        foreach (string entry in entries.Where(entry => entry != path))
        {
            Note(Path.GetFileName(entry).StartsWith(".hl-", StringComparison.Ordinal) ? ".hl-" : entry, entry, seen);
        }
    }

    private static void Note(string name, string path, ConcurrentDictionary<string, int> seen)
    {
        if (FileStatus.Of(path) is { Kind: not FileKind.Missing } status)
        {
            seen.TryAdd($"{name} {Convert.ToString((int)status.Mode, 8)}", 1);
        }
    }

    private string NewFolder()
    {
        Posix.Require();
        return Directory.CreateDirectory(shop.PathTo(Guid.NewGuid().ToString("N")[..6])).FullName;
    }
}
