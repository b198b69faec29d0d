using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>
/// Makes what the client returns and throws, for tests of your own that replace a client. Models need no factory: they are records with
/// properties to set.
/// </summary>
public static class HelpLightningModelFactory
{
    /// <summary>Headers that describe the body (RFC 9110 section 8), which the platform keeps apart from the others.</summary>
    private static readonly HashSet<string> ContentHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Allow", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-MD5",
        "Content-Range", "Content-Type", "Expires", "Last-Modified",
    };

    /// <summary>A list of one page with these rows.</summary>
    /// <typeparam name="T">The kind of row.</typeparam>
    /// <param name="rows">The rows.</param>
    public static PagedList<T> List<T>(params IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        T[] all = [.. rows];
        return new FixedList<T>([new Page<T>(all, next: null, all.Length)]);
    }

    /// <summary>A list of these pages, one after another.</summary>
    /// <typeparam name="T">The kind of row.</typeparam>
    /// <param name="pages">
    /// At least one. Each page's <see cref="Page{T}.Next"/> is the position by which the following one is asked for.
    /// </param>
    public static PagedList<T> Pages<T>(params IEnumerable<Page<T>> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        Page<T>[] all = [.. pages];
        return all.Length > 0
            ? new FixedList<T>(all)
            : throw new ArgumentException("A list has at least one page; it may be empty.", nameof(pages));
    }

    /// <summary>A model as the client reads it from the API's JSON, fields that this version does not know included.</summary>
    /// <typeparam name="T">A model that the API answers with, such as <see cref="User"/>.</typeparam>
    /// <param name="json">The JSON of one object.</param>
    /// <exception cref="ArgumentException">The client reads no such type by itself, or the text is not the JSON of one.</exception>
    public static T Model<T>([StringSyntax(StringSyntaxAttribute.Json)] string json)
        where T : ApiObject
    {
        ArgumentNullException.ThrowIfNull(json);
        if (ApiJson.Default.GetTypeInfo(typeof(T)) is not { } type)
        {
            throw new ArgumentException($"No answer of the API is a {typeof(T).Name} by itself.", nameof(json));
        }

        try
        {
            return (T?)JsonSerializer.Deserialize(json, type) ?? throw new ArgumentException("The JSON is null.", nameof(json));
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"This is not the JSON of a {typeof(T).Name}: {e.Message}", nameof(json), e);
        }
    }

    /// <summary>An answer of <see cref="EnterpriseClient.SendAsync"/>.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body; empty for none.</param>
    /// <param name="request">The method and path that were asked for; they are in errors that come of the answer.</param>
    /// <param name="headers">Headers of the answer, such as <c>Date</c> or <c>Retry-After</c>; null for none.</param>
    public static HelpLightningResponse Response(
        HttpStatusCode status = HttpStatusCode.OK,
        string body = "",
        (HttpMethod Method, string Path)? request = null,
        IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        using HttpResponseMessage message = new(status) { Content = new ByteArrayContent([]) };
        foreach ((string name, string value) in headers ?? [])
        {
            HttpHeaders of = ContentHeaders.Contains(name) ? message.Content.Headers : message.Headers;
            of.Add(name, value);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(body);
        ErrorBody error = message.IsSuccessStatusCode ? default : ErrorBody.Read(bytes);
        return new HelpLightningResponse(message, bytes,
            Details(status, error, request, RetryAfter.Of(message, TimeProvider.System.GetUtcNow())));
    }

    /// <summary>The error that the client throws when the API answers so: which type, with which message.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="vendorCode">The vendor's error number; null for none.</param>
    /// <param name="vendorMessage">The vendor's text; null for none.</param>
    /// <param name="request">The method and path that were asked for.</param>
    /// <param name="retryAfter">How long the server asks to wait; null when it does not say.</param>
    public static HelpLightningApiException Error(
        HttpStatusCode status,
        int? vendorCode = null,
        string? vendorMessage = null,
        (HttpMethod Method, string Path)? request = null,
        TimeSpan? retryAfter = null) =>
        ApiErrors.From(Details(status, new ErrorBody(vendorCode, vendorMessage), request, retryAfter));

    private static ApiErrorDetails Details(
        HttpStatusCode status, ErrorBody body, (HttpMethod Method, string Path)? request, TimeSpan? retryAfter) =>
        new(request?.Method ?? HttpMethod.Get, new Uri(request?.Path ?? "/api", UriKind.Relative), status, body, null, retryAfter, null, 1);

    private sealed class FixedList<T>(IReadOnlyList<Page<T>> pages) : PagedList<T>
    {
        public override async IAsyncEnumerable<Page<T>> AsPages(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (Page<T> page in pages)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.CompletedTask.ConfigureAwait(false);
                yield return page;
            }
        }
    }
}
