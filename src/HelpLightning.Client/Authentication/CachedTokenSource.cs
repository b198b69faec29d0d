using System.Diagnostics.CodeAnalysis;

namespace HelpLightning.Client;

/// <summary>
/// A token that the API issues, kept until shortly before it expires. Callers that come at the same time share one
/// request for it. One that was got from another site or address, or with another key, than the present one is not used.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing to dispose of.")]
internal sealed class CachedTokenSource(Func<CancellationToken, Task<AccessToken>> fetch) : TokenSource
{
    /// <summary>A token that does not say when it expires is kept this long.</summary>
    private static readonly TimeSpan UnknownLife = TimeSpan.FromMinutes(5);

    /// <summary>A token in its last minute might expire on the way.</summary>
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Entry? _entry;

    public override bool CanReplace(RequestCredentials refused, int refusals) => refusals == 1;

    /// <summary>The tokens that are got with this one.</summary>
    public TokenCache Inner { get; } = new();

    /// <summary>Starts with a token that came with another answer; null when none came.</summary>
    public CachedTokenSource With(AccessToken? token, Connection connection)
    {
        if (token is not null)
        {
            _entry = Keep(token, connection.Identity, connection);
        }

        return this;
    }

    public override ValueTask PrepareAsync(RequestCredentials request, CancellationToken cancellationToken)
    {
        ValueTask following = request.Connection.FollowKeyAsync(cancellationToken);
        if (!following.IsCompletedSuccessfully)
        {
            return FollowAndFetchAsync(following, request, cancellationToken);
        }

        request.Issued = Usable(request.Connection);
        return request.Issued is null ? FetchAsync(request, cancellationToken) : default;
    }

    public override ValueTask RefuseAsync(RequestCredentials request, CancellationToken cancellationToken)
    {
        // Only the token that was refused: another caller may have put a new one there.
        Entry? entry = _entry;
        if (entry is not null && entry.Value == request.Issued)
        {
            Interlocked.CompareExchange(ref _entry, null, entry);
        }

        return default;
    }

    private async ValueTask FollowAndFetchAsync(ValueTask following, RequestCredentials request, CancellationToken cancellationToken)
    {
        await following.ConfigureAwait(false);
        await FetchAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FetchAsync(RequestCredentials request, CancellationToken cancellationToken)
    {
        Connection connection = request.Connection;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            request.Issued = Usable(connection);
            if (request.Issued is not null)
            {
                return;
            }

            TokenOrigin origin = connection.Identity;
            AccessToken token = await fetch(cancellationToken).ConfigureAwait(false);
            if (!connection.IsReplaced)
            {
                // Else nobody can say from which of the two it came.
                _entry = Keep(token, origin, connection);
            }

            request.Issued = token.Reveal();
        }
        finally
        {
            _turn.Release();
        }
    }

    private static Entry Keep(AccessToken token, TokenOrigin origin, Connection connection)
    {
        DateTimeOffset now = connection.Clock.GetUtcNow();
        TimeSpan life = token.ExpiresAt is { } end ? end - now : UnknownLife;
        TimeSpan margin = TimeSpan.FromTicks(Math.Clamp(life.Ticks / 10, 0, LongestMargin.Ticks));
        return new Entry(token.Reveal(), now + life - margin, origin);
    }

    private string? Usable(Connection connection) =>
        _entry is { } entry && entry.Origin == connection.Identity && connection.Clock.GetUtcNow() < entry.RenewAt ? entry.Value : null;

    private sealed record Entry(string Value, DateTimeOffset RenewAt, TokenOrigin Origin);
}
