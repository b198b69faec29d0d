using System.Globalization;
using System.Net.Http.Headers;
using HelpLightning.Cli.Exit;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// Posts events to another program as they came, body and signature, so that it can check them by itself. What it does not take is tried
/// again by the inbox.
/// </summary>
internal sealed class EventForwarder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Uri _target;
    private readonly SignatureMemory _signatures;
    private readonly HttpClient _http;
    private readonly string _shown;

    public EventForwarder(Uri target, SignatureMemory signatures)
    {
        _target = target;
        _signatures = signatures;
        _shown = target.GetLeftPart(UriPartial.Path);

        // Who was named gets the events, and nobody else by a redirect; what is meant for this machine goes to no proxy.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !target.IsLoopback,
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Patience,
        };
    }

    /// <param name="typed">What was given to <c>--forward-to</c>.</param>
    /// <exception cref="CommandException">It is no address to send events to.</exception>
    public static Uri ReadTarget(string typed)
    {
        if (!Uri.TryCreate(typed.Trim(), UriKind.Absolute, out Uri? target) || target.Scheme is not ("http" or "https"))
        {
            throw CommandException.Usage("--forward-to wants a whole address, such as http://127.0.0.1:5000/hook.");
        }

        return target switch
        {
            { Scheme: "http", IsLoopback: false } => throw CommandException.Usage(
                "--forward-to wants https, or http to this machine: events are not for all the network to read."),
            { UserInfo.Length: > 0 } => throw CommandException.Usage(
                "--forward-to takes no user name and password: others on this machine can read them. The signature says who sent it."),
            _ => target,
        };
    }

    /// <exception cref="WebhookRetryException">It was not taken.</exception>
    public async ValueTask HandleAsync(WebhookContext context, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, _target) { Content = new ReadOnlyMemoryContent(context.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_signatures.Of(context) is { } signature)
        {
            request.Headers.Add(WebhookSignature.HeaderName, signature);
        }

        try
        {
            using HttpResponseMessage response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new WebhookRetryException(Refusal((int)response.StatusCode));
            }

            _signatures.Forget(context);
        }
        catch (HttpRequestException e)
        {
            throw new WebhookRetryException(
                e.HttpRequestError == HttpRequestError.ConnectionError ? $"Nothing listens at {_shown}." : $"{_shown} gave no answer.", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebhookRetryException($"{_shown} has not answered within 30 s.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private string Refusal(int status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{_shown} answered {status}{(status is >= 300 and < 400 ? "; redirects are not followed" : "")}.");
}
