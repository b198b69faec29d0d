using HelpLightning.Client;

namespace TicketNotes;

internal static partial class NoteLog
{
    [LoggerMessage(1, LogLevel.Information, "The call {Call} has no tag such as ticket:4711: nothing to note")]
    public static partial void NoTicket(ILogger logger, CallId call);

    [LoggerMessage(2, LogLevel.Information, "Noted the call {Call} in {Tickets}")]
    public static partial void Written(ILogger logger, CallId call, string tickets);
}
