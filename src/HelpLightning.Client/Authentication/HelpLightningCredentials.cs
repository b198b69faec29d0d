using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpLightning.Client;

/// <summary>
/// The credentials of a site for HTTP requests of your own: an API key, and partner tokens signed as they are needed. Key files,
/// settings and clocks that change are followed, as <see cref="HelpLightningClient"/> does. Safe to share between threads.
/// </summary>
/// <remarks>
/// Those of a workspace or of a person come from <see cref="EnterpriseClient.Credentials"/> and <see cref="UserClient.Credentials"/>:
/// their tokens are got when they are first needed, and renewed.
/// <para/>
/// With <see cref="HelpLightningCredentialsHandler"/> or <c>AddHelpLightningCredentials</c> any <see cref="HttpClient"/> is signed. What
/// forwards requests itself, such as a proxy, calls <see cref="ApplyAsync"/> before it sends and <see cref="RefusedAsync"/> when the
/// answer refuses the token.
/// </remarks>
public sealed class HelpLightningCredentials : IDisposable
{
    private readonly CurrentConnection _connections;
    private readonly ClientTelemetry _telemetry;
    private readonly TokenSource _tokens;
    private readonly bool _ownsConnections;

    internal HelpLightningCredentials(
        CurrentConnection connections, ClientTelemetry telemetry, TokenSource tokens, bool ownsConnections = false)
    {
        _connections = connections;
        _telemetry = telemetry;
        _tokens = tokens;
        _ownsConnections = ownsConnections;
    }

    /// <summary>Scheme, host and port of the Help Lightning that the credentials are for; they go nowhere else.</summary>
    public Uri BaseAddress => _connections.Value.Origin.Address;

    /// <summary>Makes credentials without a dependency injection container.</summary>
    /// <param name="options">Checked now; changing them later has no effect. Time limits and retries play no part.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <exception cref="HelpLightningConfigurationException">A setting is missing or wrong.</exception>
    /// <exception cref="PartnerKeyException">The partner key cannot be used.</exception>
    public static HelpLightningCredentials Create(HelpLightningOptions options, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        HelpLightningOptionsValidator.Require(options);
        ClientTelemetry telemetry = new((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClientTelemetry.Name));
        return new HelpLightningCredentials(
            new CurrentConnection(options.Clone(), telemetry), telemetry, PartnerTokenSource.Instance, ownsConnections: true);
    }

    /// <summary>
    /// Puts both headers on a request, in place of what was there: <c>Authorization</c> with the token, raw, and
    /// <c>x-helplightning-api-key</c>. Call it for each sending, and <see cref="Remove"/> afterwards where others see the request.
    /// </summary>
    /// <param name="request">With an absolute address.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <exception cref="HelpLightningOriginException">The request goes to another origin; it carries nothing then.</exception>
    /// <exception cref="PartnerSigningException">The key did not sign.</exception>
    /// <exception cref="HelpLightningException">The token of a workspace or person was not to be had.</exception>
    public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        _ = await SignAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ApplyAsync"/>
    /// <returns>What the request carries now, for the one that sends it and sees the answer.</returns>
    internal async ValueTask<RequestCredentials> SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address)
        {
            throw new ArgumentException("The request has no absolute address.", nameof(request));
        }

        VendorHeaders.Remove(request);
        while (true)
        {
            RequestCredentials credentials = new(_connections.Value, _tokens);
            credentials.Connection.Origin.RequireOwn(address);
            try
            {
                await _tokens.PrepareAsync(credentials, cancellationToken).ConfigureAwait(false);
                string? token = await credentials.Tokens.GetAsync(credentials, cancellationToken).ConfigureAwait(false);
                credentials.Attach(request);
                VendorHeaders.Add(request, credentials.Connection.ApiKey, token);
                return credentials;
            }
            catch (ConnectionReplacedException)
            {
                // The new settings are there already.
            }
        }
    }

    /// <summary>Takes both headers off again, so that who sees the request later does not see them.</summary>
    public static void Remove(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        VendorHeaders.Remove(request);
    }

    /// <summary>
    /// A name for the token that a request carried last, for logs: the first 12 hex digits of the SHA-256 of its text. It opens nothing,
    /// and tells that two requests carried the same one.
    /// </summary>
    /// <param name="request">That <see cref="ApplyAsync"/> made, also after <see cref="Remove"/>.</param>
    /// <returns>Null when it carried none.</returns>
    public static string? TokenIdOf(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestCredentials? credentials = RequestCredentials.Of(request);
        if ((credentials?.Signed ?? credentials?.Issued) is not { } token)
        {
            return null;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        // A token is ASCII, so that its digest is what anybody else computes from the header.
        byte[] text = ArrayPool<byte>.Shared.Rent(token.Length);
        int length = Encoding.ASCII.GetBytes(token, text);
        SHA256.HashData(text.AsSpan(0, length), digest);
        CryptographicOperations.ZeroMemory(text.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(text);
        return Convert.ToHexStringLower(digest[..6]);
    }

    /// <summary>
    /// To be told when an answer refused the token: 401, or 400 with the vendor's code 1003 in its body. A token in use again is
    /// given up, the key file is looked at, and a clock that the answer's <c>Date</c> shows to be off is corrected for later tokens.
    /// The body is not read.
    /// </summary>
    /// <param name="response">
    /// With the request that <see cref="ApplyAsync"/> made, as <see cref="HttpResponseMessage.RequestMessage"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(response);
        RequestCredentials credentials = (response.RequestMessage is { } request ? RequestCredentials.Of(request) : null)
            ?? throw new ArgumentException("The answer's request did not get its headers from ApplyAsync.", nameof(response));
        await NoteRefusalAsync(response, credentials, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="RefusedAsync"/>
    internal async ValueTask NoteRefusalAsync(
        HttpResponseMessage response, RequestCredentials credentials, CancellationToken cancellationToken)
    {
        Connection connection = credentials.Connection;
        credentials.HasCorrectedClock = ServersClock.Follow(
            connection, ServersClock.OffsetOf(response, connection.Options.TimeProvider.GetUtcNow()), _telemetry);
        await credentials.Tokens.RefuseAsync(credentials, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the use of the key. Credentials that came from a container end with it.</summary>
    public void Dispose()
    {
        if (_ownsConnections)
        {
            _connections.Dispose();
        }
    }

    /// <summary>The address; nothing secret.</summary>
    public override string ToString() => $"credentials for {_connections.Value.Origin.Root}";
}
