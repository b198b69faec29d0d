using System.Collections.Concurrent;
using System.Text;

namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>
/// What goes wrong for every command alike: one line of standard error, nothing on standard output, and the exit code that
/// scripts go by. The whole table is in Expected/matrix/failures.txt.
/// </summary>
public sealed class FailureMatrixTests
{
    private const string Call = "call_018fe111-755b-7f07-ae52-9a291fc023b8";
    private const string As = " --as ann@example.com";
    private const string Busy = "HL_API_URL=$BUSY ";

    /// <summary>What people's tokens open. The routes that a person's token comes from are spared, so that the command's own call fails.</summary>
    private static readonly string[] RoutesOfPeople =
        ["/api/v1/sessions", "/api/v1/sessions/**", "/api/v1/favorites", "/api/v1r1/workboxes", "/api/v1r1/workboxes/**", "/api/v1r1/user", "/api/v1r1/user/**"];

    private static readonly string[] Commands =
    [
        "users list", "users get 24", "users token 24", "users invite x@example.net --name X --yes",
        "groups list", "groups get 2", "groups members 2", "groups calls 2",
        "workspaces list", "workspaces get 55344", "workspaces token 55344",
        "calls list", $"calls get {Call}", $"calls attachments {Call}",
        "links create" + As, "links invite --email x@example.net --yes" + As,
        "threads list" + As, "threads get 1" + As, "threads create" + As, "threads message 1 Hello" + As, "threads messages 1" + As,
        "threads invite 1 --name X --silent" + As, "threads resend 1 00000000-0000-4000-8000-000000000000 --yes" + As,
        "threads remove 1 X --yes" + As, "threads close 1" + As, "threads reopen 1" + As, "threads token 1" + As,
        "contacts search ann", "contacts search ann" + As, "contacts groups" + As, "contacts favorites list" + As, "contacts favorites add 7" + As, "contacts favorites remove 7" + As,
        "sessions create --contact 7" + As, "sessions get 1" + As, "sessions video 1 --yes" + As, "sessions token 1" + As,
        "overview --out -",
        "api GET /v1r1/enterprise/users", "api GET /v1r1/user" + As,
    ];

    private static readonly (string Name, string Prefix)[] Situations =
    [
        ("wrong API key", "HL_API_KEY=wrong "),
        ("busy", Busy),
        ("nobody listens", "HL_API_URL=http://127.0.0.1:1 "),
    ];

    [Fact]
    public async Task Every_command_says_what_went_wrong()
    {
        await using Scene scene = await Scene.OpenAsync();
        await using Scene busy = await Scene.OpenAsync();
        await busy.PrepareAsync("fault /api/** 429 retry-after=60");
        await scene.PrepareAsync($"let BUSY = echo {busy.Address}");
        await using Scene busyForPeople = await Scene.OpenAsync();
        foreach (string route in RoutesOfPeople)
        {
            await busyForPeople.PrepareAsync($"fault {route} 429 retry-after=60");
        }

        await scene.PrepareAsync($"let BUSY_FOR_PEOPLE = echo {busyForPeople.Address}");
        ConcurrentDictionary<(string, string), string> lines = [];
        IEnumerable<(string Command, string Name, string Prefix)> runs = Commands.SelectMany(static c => Situations.Select(s => (c, s.Name, s.Prefix)));
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (run, _) =>
        {
            bool isOfPerson = run.Command.EndsWith(As, StringComparison.Ordinal);
            string prefix = run.Prefix == Busy && isOfPerson ? "HL_API_URL=$BUSY_FOR_PEOPLE " : run.Prefix;
            HlResult result = await scene.RunAsync($"{prefix}hl {run.Command}");
            lines[(run.Command, run.Name)] = $"  {run.Name}: {result.ExitCode} {result.Output}{Steady.Of(result.Error, scene)}";
        });
        StringBuilder table = new();
        foreach (string command in Commands)
        {
            table.Append($"hl {command}\n").AppendJoin("", Situations.Select(s => lines[(command, s.Name)]));
        }

        await Transcript.CompareAsync(Path.Combine("matrix", "failures.txt"), table.ToString());
    }
}
