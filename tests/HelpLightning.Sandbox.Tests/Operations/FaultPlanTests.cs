namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>Which requests a fault hits, and how it is written.</summary>
public sealed class FaultPlanTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_N_are_hit_and_then_no_more()
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        sandbox.Faults.Add("GET /api/v1r1/enterprise/users 503 next=2");
        Assert.Equal((int[])[503, 503, 403, 403], await StatusesAsync(sandbox, "/api/v1r1/enterprise/users", 4));
        SandboxFaultState state = Assert.Single(sandbox.Faults.List());
        Assert.Equal((4L, 2L, 0), (state.Matched, state.Hit, state.Remaining));
    }

    [Theory]
    [InlineData("/api/v1r1/enterprise/users/{id}", "/api/v1r1/enterprise/users/24", true)]
    [InlineData("/api/v1r1/enterprise/users/*", "/api/v1r1/enterprise/users/24", true)]
    [InlineData("/api/v1r1/enterprise/users/*", "/api/v1r1/enterprise/users", false)]
    [InlineData("/api/v1r1/enterprise/users", "/api/v1r1/enterprise/users/24", false)]
    [InlineData("/api/**", "/api/v1r1/enterprise/users/24", true)]
    [InlineData("/API/V1R1/**", "/api/v1r1/enterprise/users", true)]
    [InlineData("POST /api/**", "/api/v1r1/enterprise/users", false)]
    [InlineData("GET", "/api/v1r1/enterprise/users", true)]
    [InlineData("*", "/anything", true)]
    [InlineData("", "/_sandbox/anything", false)]
    public async Task A_pattern_picks_the_route(string pattern, string path, bool isHit)
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        sandbox.Faults.Add($"{pattern} 504");
        Assert.Equal(isHit, (await StatusesAsync(sandbox, path, 1))[0] == 504);
    }

    [Fact]
    public async Task A_probability_hits_the_same_requests_for_the_same_seed_number()
    {
        int[][] runs = new int[3][];
        for (int run = 0; run < 3; run++)
        {
            await using HelpLightningSandbox sandbox = await StartAsync(seedNumber: run == 2 ? 8 : 7, "500 p=0.3");
            runs[run] = await StatusesAsync(sandbox, "/api", 200);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
        Assert.InRange(runs[0].Count(s => s == 500), 40, 80);
    }

    [Fact]
    public async Task The_first_that_hits_wins_and_a_removed_one_is_gone()
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        long first = sandbox.Faults.Add("429 next=1");
        long second = sandbox.Faults.Add("/api 500");
        Assert.Equal((int[])[429, 500, 500], await StatusesAsync(sandbox, "/api", 3));
        Assert.True(sandbox.Faults.Remove(second));
        Assert.False(sandbox.Faults.Remove(second));
        Assert.Equal((int[])[404], await StatusesAsync(sandbox, "/api", 1));
        Assert.Equal(first, Assert.Single(sandbox.Faults.List()).Id);
        sandbox.Faults.Clear();
        Assert.Empty(sandbox.Faults.List());
    }

    [Theory]
    [InlineData("GET /api/v1/enterprise/calls/* 429 retry-after=2 next=3")]
    [InlineData("delay=250ms")]
    [InlineData("/api/** delay=2s clock=-90s 503 retry-after=date:30 p=0.25")]
    [InlineData("POST reset=after next=1")]
    [InlineData("truncate")]
    [InlineData("expired=401 p=0.5")]
    [InlineData("clock=5m")]
    [InlineData("/api/** delay=1s report=failed next=2")]
    public void The_text_of_a_fault_reads_back(string text)
    {
        SandboxFault fault = SandboxFault.Parse(text);
        Assert.Equal(text, fault.ToString());
        Assert.Equal(fault, SandboxFault.Parse(fault.ToString()));
    }

    [Theory]
    [InlineData("", "does nothing")]
    [InlineData("GET /api", "does nothing")]
    [InlineData("get /api 500", "'get'")]
    [InlineData("500 500", "twice")]
    [InlineData("500 report=failed", "more than one ending")]
    [InlineData("report=lost", "'report=lost'")]
    [InlineData("500 503", "twice")]
    [InlineData("delay=x", "'delay=x'")]
    [InlineData("delay=2h", "from 0 to 1h")]
    [InlineData("delay=-1s", "from 0 to 1h")]
    [InlineData("delay=999999999999d", "'delay=999999999999d'")]
    [InlineData("retry-after=3 reset", "without a status")]
    [InlineData("429 retry-after=1.5", "whole number of seconds")]
    [InlineData("500 p=0", "a p that")]
    [InlineData("500 p=1.1", "a p that")]
    [InlineData("500 p=often", "'p=often'")]
    [InlineData("500 next=0", "a next below 1")]
    [InlineData("500 next=-1", "'next=-1'")]
    [InlineData("/api?page=1 500", "has a query")]
    public void A_wrong_text_is_refused_by_name(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => SandboxFault.Parse(text)).Message, StringComparison.Ordinal);

    private static Task<HelpLightningSandbox> StartAsync(int seedNumber = 1, params string[] faults) => HelpLightningSandbox.StartAsync(
        new HelpLightningSandboxOptions
        {
            Seed = SandboxSeed.None,
            SeedNumber = seedNumber,
            Faults = [.. faults.Select(SandboxFault.Parse)],
        }, Cancellation);

    /// <summary>Without an API key, so that what is not hit is 403, or 404 where there is no route.</summary>
    private static async Task<int[]> StatusesAsync(HelpLightningSandbox sandbox, string path, int count)
    {
        using HttpClient http = new();
        List<int> result = [];
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri(sandbox.BaseAddress, path), Cancellation);
            result.Add((int)response.StatusCode);
        }

        return [.. result];
    }
}
