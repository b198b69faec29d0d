using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Invitations;

/// <summary>What a link opens, as it is typed.</summary>
internal static class LinkTypeOption
{
    private static readonly (string Text, LinkType Type)[] All =
        [("one-time", LinkType.OneTime), ("my-help-space", LinkType.MyHelpSpace), ("running-call", LinkType.RunningCall)];

    /// <param name="canBeSent">Only those that the API sends.</param>
    public static Option<string?> Option(bool canBeSent)
    {
        string[] names = [.. All.Where(t => !canBeSent || t.Type != LinkType.RunningCall).Select(static t => t.Text)];
        Option<string?> option = new("--type")
        {
            HelpName = string.Join('|', names),
            Description = $"One call, the person's own room{(canBeSent ? "" : ", or a call that is going on")} [default: one-time]",
        };
        option.CompletionSources.Add(names);
        return option;
    }

    public static LinkType Parse(string? text, bool canBeSent)
    {
        foreach ((string name, LinkType type) in All)
        {
            if (name == (text ?? "one-time") && !(canBeSent && type == LinkType.RunningCall))
            {
                return type;
            }
        }

        throw CommandException.Usage(canBeSent && text == "running-call"
            ? "--type wants one-time or my-help-space: the API sends no links into a running call. "
                + "To make one: hl links create --type running-call"
            : $"--type wants one-time{(canBeSent ? " or my-help-space" : ", my-help-space or running-call")}.");
    }

    /// <summary>For a sentence: <c>a one-time link</c>.</summary>
    public static string Of(LinkType type) => type == LinkType.MyHelpSpace ? "a My Help Space link" : "a one-time link";
}
