using System.Globalization;
using System.Text.Json;

namespace HelpLightning.Cli.Tests.Overview;

/// <summary>The calls of a site as the API tells them, counted without a line of what is tested.</summary>
internal sealed class CountedCalls(IReadOnlyList<JsonElement> calls)
{
    public IReadOnlyList<JsonElement> Calls => calls;

    public string Count => Number(calls.Count);

    public string Hours => Tenths(calls.Where(IsAnswered).Sum(static c => c.GetProperty("callDuration").GetDouble()) / 3600);

    public string Answered => string.Create(CultureInfo.InvariantCulture, $"{100.0 * calls.Count(IsAnswered) / calls.Count:0} %");

    public string People => Number(calls.SelectMany(static call => call.GetProperty("participants").EnumerateArray())
        .Where(static person => !person.GetProperty("isAnonymous").GetBoolean()).Select(static person => person.GetProperty("id").GetString()).Distinct().Count());

    public static async Task<CountedCalls> OfAsync(Workshop shop)
    {
        HlResult result = (await Hl.RunAsync(shop.Environment, "", "api", "GET", "/v1/enterprise/calls", "--paginate")).Require(0);
        using JsonDocument all = JsonDocument.Parse(result.Output);
        return new CountedCalls([.. all.RootElement.EnumerateArray().Select(static call => call.Clone())]);
    }

    public static bool IsAnswered(JsonElement call) => call.GetProperty("reasonCallEnded").GetString() == "Call Ended";

    public static DateTimeOffset StartOf(JsonElement call) => DateTimeOffset.FromUnixTimeMilliseconds(
        (long)Math.Round(double.Parse(call.GetProperty("timeCallStarted").ToString(), CultureInfo.InvariantCulture) * 1000));

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Tenths(double hours) => hours.ToString(hours < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    public CountedCalls Between(DateTimeOffset since, DateTimeOffset until) => new([.. calls.Where(c => StartOf(c) >= since && StartOf(c) < until)]);

    public CountedCalls Where(Func<JsonElement, bool> keeps) => new([.. calls.Where(keeps)]);

    /// <summary>How many calls there are of each kind, as a page writes numbers.</summary>
    public Dictionary<string, string> By(Func<JsonElement, IEnumerable<string>> kinds) => calls.SelectMany(kinds)
        .GroupBy(static kind => kind).ToDictionary(static kind => kind.Key, static kind => Number(kind.Count()));
}
