using System.CommandLine.Completions;

namespace HelpLightning.Cli.Output;

/// <summary>Completes a list with commas: what stands before the last comma stays, and its names are not offered again.</summary>
internal static class FieldCompletion
{
    public static IEnumerable<CompletionItem> Of(CompletionContext context, IReadOnlyList<string> names)
    {
        string typed = context.WordToComplete;
        int comma = typed.LastIndexOf(',') + 1;
        string[] taken = typed[..comma].Split(',');
        return names.Except(taken).Select(name => new CompletionItem(typed[..comma] + name));
    }
}
