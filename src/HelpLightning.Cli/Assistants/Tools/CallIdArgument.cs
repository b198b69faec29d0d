using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Which call.</summary>
internal static class CallIdArgument
{
    public static readonly Parameter Parameter = new("call_id", "string", "The id of a call, as find_calls tells it") { IsRequired = true };

    public static CallId Read(ToolCall call)
    {
        try
        {
            return new CallId(call.Arguments.Required(Parameter.Name));
        }
        catch (ArgumentException)
        {
            throw CommandException.Usage("call_id wants the id of a call, as find_calls tells it.");
        }
    }
}
