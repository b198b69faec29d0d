using System.Text.Json;
using System.Text.RegularExpressions;

namespace HelpLightning.Interop.Tests;

/// <summary>Programs in other languages that call through <c>hl proxy</c>. docs/proxy.md shows them as they are.</summary>
public sealed partial class ProxyCallerTests(HlProxy proxy, KeyPairFixture pair) : IClassFixture<HlProxy>
{
    private const string Refused =
        "refused 403 urn:helplightning-proxy:policy: A rule of this proxy refuses this request.";

    /// <summary>More than the proxy remembers of a body.</summary>
    private const int LengthOfNotes = 900_000;

    [Fact]
    public async Task Python_with_requests_needs_no_key()
    {
        await Peer.RequireAsync(Peer.Python, "-c", "import requests");
        PeerResult result = await proxy.RunAsync(Peer.Python, "proxy_requests.py", await UploadAsync("requests.json"));
        Assert.Equal(
            ["users (all)", "link of Ann True", "found ['zoe@example.com']", $"uploaded {LengthOfNotes}", Refused], Lines(result));
    }

    [Fact]
    public async Task Python_needs_nothing_but_its_standard_library()
    {
        await Peer.RequireAsync(Peer.Python, "--version");
        RequireUnix();
        Assert.Equal(
            ["users (all)", "thread Pump 7 – “loud”", "area Hall 5", "found ['Ann Field']", Refused],
            Lines(await proxy.RunAsync(Peer.Python, "proxy_unix.py")));
    }

    [Fact]
    public async Task Node_with_fetch_needs_no_key()
    {
        await Peer.RequireAsync("node", "--version");
        PeerResult result = await proxy.RunAsync("node", "proxy_fetch.mjs", await UploadAsync("fetch.json"));
        Assert.Equal(
            ["users (all)", "link of Ann true", "found zoe2@example.com", $"uploaded {LengthOfNotes}", Refused], Lines(result));
    }

    [Fact]
    public async Task Node_with_a_Unix_socket_needs_no_key()
    {
        await Peer.RequireAsync("node", "--version");
        RequireUnix();
        Assert.Equal(
            ["users (all)", "thread Pump 7 – “loud”", "found Ann Field", Refused],
            Lines(await proxy.RunAsync("node", "proxy_unix.mjs")));
    }

    private static void RequireUnix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "hl proxy has no Unix socket on Windows.");

    private static string[] Lines(PeerResult result) =>
        [.. result.RequireSuccess().Split('\n').Select(static line => People().Replace(line, "users (all)"))];

    private async Task<string> UploadAsync(string name)
    {
        string file = pair.PathTo(name);
        string json = JsonSerializer.Serialize(new Dictionary<string, string> { ["name"] = "Press 3", ["notes"] = new('n', LengthOfNotes) });
        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>Of whom one or two were invited by the tests that ran before.</summary>
    [GeneratedRegex("^users 4[0-2]( on page 3: 1[0-2])?$")]
    private static partial Regex People();
}
