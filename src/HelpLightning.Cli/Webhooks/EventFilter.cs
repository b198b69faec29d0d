using System.CommandLine;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Webhooks;

/// <summary><c>--events</c>: which of the events are printed, sent on and saved. All are kept.</summary>
internal sealed class EventFilter
{
    private readonly HashSet<string>? _categories;

    private EventFilter(HashSet<string>? categories) => _categories = categories;

    /// <summary>For people; null when it takes all.</summary>
    public string? Description => _categories is null ? null : string.Join(", ", _categories);

    public static Option<string?> Option()
    {
        Option<string?> option = new("--events")
        {
            HelpName = "CATEGORY,...",
            Description = "Print, forward and save these alone, such as attachment_created,ended; the others are kept and done with",
        };
        option.CompletionSources.Add("attachment_created", "started", "ended", "participant_joined", "participant_left");
        return option;
    }

    public static EventFilter Read(string? typed)
    {
        if (typed is null)
        {
            return new EventFilter(null);
        }

        HashSet<string> categories = [.. typed.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        return categories.Count > 0
            ? new EventFilter(categories)
            : throw CommandException.Usage("--events wants categories with commas between them, such as attachment_created,ended.");
    }

    public bool Takes(string? category) => _categories is null || (category is not null && _categories.Contains(category));
}
