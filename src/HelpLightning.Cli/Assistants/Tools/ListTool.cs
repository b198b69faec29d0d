using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>A tool that answers a part of a list.</summary>
/// <param name="name">Its name in the protocol.</param>
/// <param name="title">For people.</param>
/// <param name="description">For models.</param>
/// <param name="things">What the rows are: <c>person</c>, <c>people</c>.</param>
/// <param name="shape">How a row is told.</param>
/// <param name="filters">What it takes besides cursor and limit.</param>
internal abstract class ListTool<T>(
    string name, string title, string description, (string One, string Many) things, Shape<T> shape,
    params IReadOnlyList<Parameter> filters)
    : AssistantTool(name, title, description)
{
    private const int UsualRows = 20;

    public override IReadOnlyList<Parameter> Parameters { get; } = [.. filters, Parameter.Limit, Parameter.Cursor];

    public override JsonObject OutputSchema => ListAnswer.Schema(shape.Schema());

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation)
    {
        ListCursor? from = call.Arguments.Cursor();
        int limit = call.Arguments.Limit(UsualRows);
        ListReader<T> reader = new(shape, call.Now, limit);
        ListSource<T> source = await OpenAsync(call, ListReader<T>.Options(from), cancellation);
        await reader.ReadAsync(
            source.List, from, source.Keep, source.IsLast, read => call.Progress(read, $"{read} {things.Many} looked at"), cancellation);
        string begins = from is null ? "" : "next ";
        string sentence = reader.Rows.Count > 0 || reader.Next is null
            ? $"{reader.Rows.Count} {begins}{(reader.Rows.Count == 1 ? things.One : things.Many)}."
            : $"None of the {reader.Read} {begins}{things.Many} that were looked at.";
        return ListAnswer.Of(sentence, reader.Rows, reader.Next);
    }

    /// <summary>The list, and which of it is wanted.</summary>
    protected abstract Task<ListSource<T>> OpenAsync(ToolCall call, ListOptions options, CancellationToken cancellation);
}
