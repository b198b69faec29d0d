namespace HelpLightning.Client;

/// <summary>What the routes of signing in answer.</summary>
internal sealed record TokenReply
{
    public AccessToken? Token { get; init; }

    /// <summary>The name that the refresh route uses.</summary>
    public string? Refresh { get; init; }

    /// <summary>The name that the field has in requests, in case a route answers with it.</summary>
    public string? RefreshToken { get; init; }

    public UserTokens ToTokens(string requestLine) => Token is { } access
        ? new UserTokens(access, Refresh ?? RefreshToken)
        : throw new HelpLightningMalformedReplyException(
            $"{requestLine} was answered with success, but without a token.")
        {
            RequestLine = requestLine,
        };
}
