using System.Text.RegularExpressions;

namespace HelpLightning.Interop.Tests;

/// <summary>docs/proxy.md shows programs and units that run.</summary>
public sealed partial class ProxyDocsTests(KeyPairFixture pair)
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "proxy.md"));

    [Fact]
    public void Its_programs_are_those_of_the_tests()
    {
        string[] programs = [.. Directory.GetFiles(Peer.Script(""), "proxy_*").Select(File.ReadAllText).Order(StringComparer.Ordinal)];
        Assert.Equal(4, programs.Length);
        Assert.Equal(programs, Blocks("python").Concat(Blocks("js")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_its_units_and_little_that_they_leave_open()
    {
        await Peer.RequireAsync("systemd-analyze", "--version");
        string[] units = Blocks("ini");
        string socket = pair.PathTo("hl-proxy.socket");
        string service = pair.PathTo("hl-proxy.service");
        await File.WriteAllTextAsync(socket, units[0], TestContext.Current.CancellationToken);

        // It looks for the program, which is not installed where tests run.
        await File.WriteAllTextAsync(
            service, units[1].Replace("/usr/local/bin/hl ", "/bin/sh ", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        PeerResult verified = await Peer.RunAsync("systemd-analyze", "verify", socket, service);
        Assert.Equal("", verified.RequireSuccess() + verified.Error);

        // In tenths; newer versions of systemd weigh more things.
        (await Peer.RunAsync("systemd-analyze", "security", "--offline=yes", "--no-pager", "--threshold=20", service)).RequireSuccess();
    }

    private static string[] Blocks(string language) =>
        [.. Fenced().Matches(Page).Where(match => match.Groups[1].Value == language).Select(static match => match.Groups[2].Value)];

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
