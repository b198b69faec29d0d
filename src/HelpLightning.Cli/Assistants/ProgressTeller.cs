using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace HelpLightning.Cli.Assistants;

/// <summary>
/// Tells the other side how far a tool is, when it asked to be told. All of it goes before the answer, after which nobody listens.
/// </summary>
internal sealed class ProgressTeller(RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
{
    private Task _told = Task.CompletedTask;

    /// <summary>Does not wait until it is told.</summary>
    public void Tell(int done, string words)
    {
        if (request.Params.ProgressToken is { } token)
        {
            ProgressNotificationValue value = new() { Progress = done, Message = words };
            _told = Task.WhenAll(_told, request.Server.NotifyProgressAsync(token, value, cancellationToken: cancellation));
        }
    }

    /// <summary>When all was told. What cannot be told any more is no failure of the tool.</summary>
    public async Task EndAsync() => await _told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
