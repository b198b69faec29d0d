using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests;

/// <summary>hl on a terminal: a real one, made by <c>script</c>, where keys are pressed or lines written over; else one in name.</summary>
public sealed partial class TerminalTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Scenario =
        """{"users": [{"id": 91, "name": "Red \u001b[31m\u0007 \u009b2J \u202eEnd", "email": "c@example.com", "title": "a, b"}]}""";

    [Fact]
    public async Task Names_do_not_command_a_terminal_and_reach_a_file_as_they_are()
    {
        await shop.Sandbox.LoadScenarioAsync(Scenario, TestContext.Current.CancellationToken);
        Assert.Equal("name,title\nRed \uFFFD[31m\uFFFD \uFFFD2J \uFFFDEnd,\"a, b\"\n", await OnTerminalAsync("hl users get 91 --fields name,title -o csv"));
        Assert.Equal(
            "{\"name\":\"Red \\u001B[31m\\u0007 \\u009B2J \\u202EEnd\",\"title\":\"a, b\"}\n", await OnTerminalAsync("hl users get 91 --fields name,title -o ndjson"));
        HlResult file = (await Hl.RunAsync(shop.Environment, "", "users", "get", "91", "--fields", "name", "-o", "csv")).Require(0);
        Assert.Equal("name\nRed \u001b[31m\u0007 \u009b2J \u202eEnd\n", file.Output.Replace("\r", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\u202a")]
    [InlineData("\u202e")]
    [InlineData("\u2066")]
    [InlineData("\u2069")]
    [InlineData("\u001b")]
    public async Task What_turns_a_text_round_reaches_a_terminal_in_no_way(string unseen)
    {
        string name = $"{unseen}gnp.exe";
        string id = $"{1000 + unseen[0]}";
        string scenario = $$"""{"users": [{"id": {{id}}, "name": "{{(unseen == "\u001b" ? "\\u001b" : unseen)}}gnp.exe", "email": "d{{id}}@example.com"}]}""";
        await shop.Sandbox.LoadScenarioAsync(scenario, TestContext.Current.CancellationToken);
        string[][] ways =
        [
            ["users", "list", "--all", "--fields", "name"], ["users", "get", id, "--fields", "name"],
            ["users", "get", id, "-o", "json"], ["users", "list", "--all", "-o", "ndjson"],
            ["users", "list", "--all", "-o", "csv"], ["api", "GET", $"/v1r1/enterprise/users/{id}"],
            ["api", "GET", "/v1r1/enterprise/users", "--paginate"],
            ["users", "get", $"{name}@example.com"], ["groups", "get", name],
        ];

        // A file's name with control characters is not repeated at all.
        ways = unseen == "\u001b" ? ways : [.. ways, ["key", "inspect", name]];
        foreach (string[] way in ways)
        {
            using TestHost host = new(new Dictionary<string, string>(shop.Environment) { ["NO_COLOR"] = "1" }) { Width = 80 };
            string output = (await Hl.RunAsync(host, way)).All;
            Assert.Contains("gnp.exe", output, StringComparison.Ordinal);
            Assert.DoesNotContain(unseen, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_terminal_has_colour_and_lines_of_its_width()
    {
        using TestHost host = new(shop.Environment) { Width = 60 };
        HlResult table = (await Hl.RunAsync(host, "users", "list", "--limit", "2", "--fields", "id,name,email,permissions")).Require(0);
        Assert.Contains("\u001b[1m", table.Output, StringComparison.Ordinal);
        Assert.All(Style().Replace(table.Output, "").Split('\n'), static line => Assert.InRange(line.Length, 0, 60));
        using TestHost dumb = new(new Dictionary<string, string>(shop.Environment) { ["TERM"] = "dumb" }) { Width = 60 };
        HlResult plain = (await Hl.RunAsync(dumb, "users", "get", "nobody@example.com")).Require(1);
        Assert.StartsWith("error: Nobody here has", plain.Error, StringComparison.Ordinal);
        Assert.All(plain.Error.Split('\n'), static line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public async Task Long_values_go_on_below_where_they_began()
    {
        string[] lines = (await OnTerminalAsync("stty cols 60; hl users get 1")).TrimEnd('\n').Split('\n');
        Assert.All(lines, static line => Assert.InRange(line.Length, 1, 60));
        int permissions = Array.FindIndex(lines, static line => line.StartsWith("permissions ", StringComparison.Ordinal));
        Match value = Value().Match(lines[permissions]);
        Assert.StartsWith(new string(' ', value.Index + value.Length - 1), lines[permissions + 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_is_an_answer_of_its_own()
    {
        string output = await OnTerminalAsync("hl users invite new@example.com --name New; echo status $?", input: "n");
        Assert.EndsWith("error: Nothing was sent.\nstatus 1\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_a_report_is_made_is_said_at_once()
    {
        string output = await OnTerminalAsync($"hl reports calls --out '{shop.PathTo("r.zip")}'");
        Assert.Contains("The report is being made, 0 s", output, StringComparison.Ordinal);
        Assert.DoesNotContain("made: complete", output, StringComparison.Ordinal);
    }

    private async Task<string> OnTerminalAsync(string command, string input = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such terminal.");
        await Shell.RequireAsync("bash");
        await Shell.RequireAsync("script", "--version");
        Dictionary<string, string> environment = shop.Environment;
        environment["SCRIPT"] = command;
        environment["SHELL"] = "/bin/bash";
        environment["INPUT"] = input;
        environment["TERM"] = "dumb";

        // The keyboard is a pipe that both ends are held open of, as its end would be a key, too.
        (string output, string error) = await Shell.BashAsync(
            """f=$(mktemp -u); mkfifo "$f"; exec 8<>"$f"; rm "$f"; [ -z "$INPUT" ] || echo "$INPUT" >&8; script -qec "$SCRIPT" /dev/null <&8""", environment);
        Assert.Empty(error);
        return output.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    [GeneratedRegex("\u001b\\[[0-9]*m")]
    private static partial Regex Style();

    [GeneratedRegex("^permissions +[^ ]")]
    private static partial Regex Value();
}
