using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>Calls with one kind of token, and reads what comes back.</summary>
internal sealed class ApiCaller(ClientCore core, TokenSource tokens)
{
    public ClientCore Core { get; } = core;

    public TokenSource Tokens { get; } = tokens;

    public HelpLightningCredentials Credentials => new(Core.Connections, Core.Telemetry, Tokens);

    public ApiCaller With(TokenSource other) => new(Core, other);

    public Task<HelpLightningResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        Core.Transport.SendAsync(request, Tokens, cancellationToken);

    /// <summary>Any path, the whole answer whatever its status.</summary>
    public async Task<HelpLightningResponse> SendRawAsync(
        HttpMethod method, string pathAndQuery, HttpContent? content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(method);
        RequestBody? body = await RequestBody.OfAsync(content, cancellationToken).ConfigureAwait(false);
        return await SendAsync(ApiRequest.Raw(method, pathAndQuery, body), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>For calls whose answer says nothing that is known: any success will do, with a body or without.</summary>
    public async Task RunAsync(ApiRequest request, CancellationToken cancellationToken) =>
        (await SendAsync(request, cancellationToken).ConfigureAwait(false)).EnsureSuccess();

    /// <param name="request">What to send.</param>
    /// <param name="type">What to read.</param>
    /// <param name="wrapper">
    /// The property that holds the object on this route; when it is not there, the whole answer is the object.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, string? wrapper, CancellationToken cancellationToken)
        where T : class
    {
        (T? value, HelpLightningResponse response) = await TryReadAsync(request, type, wrapper, cancellationToken).ConfigureAwait(false);
        return value ?? throw response.NotJson(null);
    }

    public Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => ReadAsync(request, type, wrapper: null, cancellationToken);

    /// <summary>The same for routes that may answer with null, or without the wrapped object.</summary>
    public async Task<T?> ReadOrNullAsync<T>(ApiRequest request, JsonTypeInfo<T> type, string wrapper, CancellationToken cancellationToken)
        where T : class => (await TryReadAsync(request, type, wrapper, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>A bare array; a page is taken for its entries.</summary>
    public async Task<IReadOnlyList<T>> ReadArrayAsync<T>(
        ApiRequest request, JsonTypeInfo<WirePage<T>> type, CancellationToken cancellationToken)
    {
        HelpLightningResponse response = (await SendAsync(request, cancellationToken).ConfigureAwait(false)).EnsureSuccess();
        return WirePage<T>.Read(response, type).Entries!;
    }

    public PagedList<T> List<T>(
        ApiRequest request, JsonTypeInfo<WirePage<T>> type, ListOptions? options, CancellationToken cancellationToken) =>
        new ApiList<T>(this, request, type, options ?? new ListOptions(), cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(T? Value, HelpLightningResponse Response)> TryReadAsync<T>(
        ApiRequest request, JsonTypeInfo<T> type, string? wrapper, CancellationToken cancellationToken)
        where T : class
    {
        HelpLightningResponse response = (await SendAsync(request, cancellationToken).ConfigureAwait(false)).EnsureSuccess();
        if (wrapper is null && response.Body.Span.IndexOf("\"error\""u8) < 0)
        {
            // Nothing to look at first, so it is parsed once. (A key written with escapes would be passed over; no JSON
            // writer escapes letters.)
            return (JsonRows.ReadOne(response.Body.Span, type, response), response);
        }

        using JsonDocument document = response.ReadJson();
        JsonElement root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("error"u8, out JsonElement failed)
            && failed.ValueKind == JsonValueKind.True)
        {
            throw response.FlaggedError();
        }

        if (wrapper is not null && root.ValueKind == JsonValueKind.Object)
        {
            bool isWrapped = root.TryGetProperty(wrapper, out JsonElement inner);
            if (isWrapped && inner.ValueKind is JsonValueKind.Object or JsonValueKind.Null)
            {
                root = inner;
            }
            else if (!root.TryGetProperty("id"u8, out _) && !root.TryGetProperty("session"u8, out _))
            {
                // Neither wrapped nor the object itself.
                return (null, response);
            }
        }

        return (JsonRows.ReadOne(root, type, response), response);
    }
}
