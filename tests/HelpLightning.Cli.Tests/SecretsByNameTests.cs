using HelpLightning.Cli.Tests.Transcripts;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Commands that have to do with tokens, in every way of running them: no token, no key and no API key comes out, but where
/// a command is there to print it.
/// </summary>
public sealed class SecretsByNameTests
{
    private const string TokenBeginning = "eyJ";

    private static readonly string[] Commands =
    [
        "users list --limit 60", "users get 24", "workspaces list", "contacts search ann", "contacts search ann --as 24", "contacts search --as 24 --in personal",
        "sessions create --as 24 --contact 7", "sessions get $SESSION --as 24", "sessions video $SESSION --as 24 --yes", "threads get 1 --as 5",
        "threads messages 1 --as 5", "links create --as 24", "api GET /v1r1/user --as 24",
    ];

    private static readonly string[] Ways = ["", " --verbose", " --curl"];

    [Fact]
    public async Task No_token_comes_out_unasked()
    {
        await using Scene scene = await Scene.OpenAsync();
        string pem = await File.ReadAllTextAsync(Path.Combine(scene.Home, "k.pem"), TestContext.Current.CancellationToken);
        string marked = pem.Split('\n')[1][..20];
        await scene.PrepareAsync("let SESSION = hl sessions create --as 24 --contact 7 --fields id -o csv | tail -n 1");
        IEnumerable<string> runs = Commands.SelectMany(static c => Ways.Select(w => c + w));
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (run, _) =>
        {
            HlResult result = await scene.RunAsync($"hl {run}");
            Assert.True(result.ExitCode == 0, $"hl {run}: exit code {result.ExitCode}\n{result.All}");
            Assert.DoesNotContain(TokenBeginning, result.All, StringComparison.Ordinal);
            Assert.DoesNotContain(Scene.ApiKey, result.All, StringComparison.Ordinal);
            Assert.DoesNotContain(marked, result.All, StringComparison.Ordinal);
        });
        Assert.StartsWith(TokenBeginning, (await scene.RunAsync("hl sessions token $SESSION --as 24")).Require(0).Output, StringComparison.Ordinal);
    }
}
