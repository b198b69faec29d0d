using System.CommandLine;
using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Lookup;

/// <summary>A call's id as it is typed.</summary>
internal static class CallArgument
{
    public static Argument<string> Create() => new("CALL_ID") { Description = "The id that hl calls list shows" };

    public static CallId Read(string text)
    {
        try
        {
            return new CallId(text);
        }
        catch (ArgumentException)
        {
            throw CommandException.Usage("CALL_ID wants the id of a call, as hl calls list shows it.");
        }
    }
}
