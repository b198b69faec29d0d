namespace HelpLightning.Client;

/// <summary>A route that issues tokens answered without one.</summary>
internal static class TokenMissing
{
    public static HelpLightningMalformedReplyException In(Endpoint endpoint) =>
        new($"{endpoint} was answered with success, but without a token, which this call needs. Nothing more was sent.")
        {
            RequestLine = endpoint.ToString(),
        };
}
