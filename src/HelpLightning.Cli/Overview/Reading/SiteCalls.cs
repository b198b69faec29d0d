using HelpLightning.Cli.Overview.Counting;
using HelpLightning.Client;

namespace HelpLightning.Cli.Overview.Reading;

/// <summary>Calls as the API tells them.</summary>
internal static class SiteCalls
{
    public static OverviewCall Of(Call call) => new()
    {
        Id = call.Id.Value,
        StartedAt = call.StartedAt,
        EndedAt = call.EndedAt,
        Duration = call.Duration,
        EndReason = call.EndReason,
        DialerId = call.DialerId,
        ReceiverId = call.ReceiverId,
        ReceiverName = call.ReceiverName,
        People =
        [
            .. call.Participants.Where(static person => person.IsAnonymous != true).Select(static person => person.Id).OfType<long>(),
        ],
        TookPart = call.Participants.Count,
        Groups = [.. call.Groups.Select(static group => group.Name).OfType<string>().Distinct()],
    };
}
