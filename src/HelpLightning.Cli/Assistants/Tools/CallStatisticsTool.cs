using System.Globalization;
using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Counts and hours of calls.</summary>
internal sealed class CallStatisticsTool() : AssistantTool(
    "call_statistics",
    "Count calls",
    "How many calls, how many of them unanswered, and hours: in all, and by day, week, month (UTC), person, group or tag. A call with "
    + "several people, groups or tags counts for each of them.")
{
    /// <summary>Each is a row of an answer of the API; more take minutes, and more than an assistant waits.</summary>
    private const int MostCalls = 20_000;

    private const int PageSize = 100;
    private const int MostRows = 50;

    private static readonly TimeSpan UsualPeriod = TimeSpan.FromDays(30);

    private static readonly Shape<CallCount> Total = Counts(new Shape<CallCount>());

    private static readonly Shape<CallCount> Row = Counts(new Shape<CallCount>()
        .Text("key", "The day, week, month, person, group or tag", static c => c.Key, 100)
        .Number("id", "Of a person: for person", static c => c.Id));

    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        CallPeriod.Since("Calls that began since then [30d]"),
        CallPeriod.Until,
        new Parameter("by", "string", "What is counted apart [day]") { Choices = CallTally.Kinds },
    ];

    public override JsonObject OutputSchema => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["since"] = new JsonObject { ["type"] = "string" },
            ["until"] = new JsonObject { ["type"] = "string" },
            ["total"] = Total.Schema(),
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = Row.Schema() },
            ["left_out"] = new JsonObject { ["type"] = "integer", ["description"] = "Rows beyond those told" },
            ["complete"] = new JsonObject { ["type"] = "boolean", ["description"] = "False when there were more calls than are counted" },
        },
        ["required"] = new JsonArray("since", "until", "total", "items", "left_out", "complete"),
    };

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation)
    {
        (DateTimeOffset? from, DateTimeOffset? to) = CallPeriod.Read(call);
        DateTimeOffset until = to ?? call.Now;
        DateTimeOffset since = from ?? until - UsualPeriod;
        CallTally tally = new(call.Arguments.Text("by") ?? CallTally.Kinds[0]);
        int read = 0;
        PagedList<Call> calls = call.Client.Calls.ListSinceAsync(
            since, new ListOptions { PageSize = PageSize, Limit = MostCalls + 1 }, cancellation);
        await foreach (Page<Call> page in calls.AsPages(cancellation).WithCancellation(cancellation))
        {
            foreach (Call one in page.Entries.Take(MostCalls - read).Where(c => c.StartedAt >= since && c.StartedAt < until))
            {
                tally.Add(one);
            }

            read += page.Entries.Count;
            call.Progress(read, $"{read} calls counted");
        }

        return Tell(tally, since, until, call.Now, read <= MostCalls);
    }

    private static Answer Tell(CallTally tally, DateTimeOffset since, DateTimeOffset until, DateTimeOffset now, bool isComplete)
    {
        CallCount[] counts = [.. tally.Counts];
        List<JsonObject> rows = [];
        int bytes = 0;

        // Of time the newest matter, of people and others those with the most.
        foreach (CallCount count in tally.IsOfTime ? counts.Reverse() : counts)
        {
            JsonObject row = Row.Row(count, now);
            bytes += Answer.SizeOf(row);
            if (rows.Count == MostRows || bytes > ListAnswer.MostBytes)
            {
                break;
            }

            rows.Add(row);
        }

        if (tally.IsOfTime)
        {
            rows.Reverse();
        }

        int leftOut = counts.Length - rows.Count;
        JsonObject total = Total.Row(tally.Total, now);
        string sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"From {TimeText.Exact(since)} to {TimeText.Exact(until)}: {tally.Total.Calls:N0} calls, "
            + $"{tally.Total.Unanswered:N0} unanswered, {tally.Total.Hours:0.##} hours.");
        sentence += isComplete ? "" : $" Only the first {MostCalls:N0} calls were counted: ask for a shorter time.";
        sentence += leftOut == 0 ? "" : $" {leftOut} rows are left out: ask for a shorter time, or by week or month.";
        return new Answer(sentence, new JsonObject
        {
            ["since"] = TimeText.Exact(since),
            ["until"] = TimeText.Exact(until),
            ["total"] = total,
            ["items"] = new JsonArray([.. rows.Select(static row => row.DeepClone())]),
            ["left_out"] = leftOut,
            ["complete"] = isComplete,
        }, rows);
    }

    private static Shape<CallCount> Counts(Shape<CallCount> shape) => shape
        .Number("calls", "How many", static c => c.Calls)
        .Number("unanswered", "Of them nobody took", static c => c.Unanswered)
        .Fraction("hours", "Length of the others together, in hours", static c => c.Hours)
        .Fraction("average_minutes", "Length of the others on average, in minutes", static c => c.AverageMinutes);
}
