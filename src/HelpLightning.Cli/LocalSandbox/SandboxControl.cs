using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>A running sandbox, by its control routes (docs/sandbox.md).</summary>
internal sealed class SandboxControl : IDisposable
{
    private const int LargestAnswer = 32 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly string _address;
    private readonly string _option;

    private SandboxControl(Uri address, string option)
    {
        // What is meant for this machine goes to no proxy, and nobody else is to be told by a redirect.
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(address, "/_sandbox/"),
            Timeout = Patience,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        _address = address.GetLeftPart(UriPartial.Authority);
        _option = option;
    }

    /// <summary>Asks first who is there: what is posted must not reach another program that happens to have the port.</summary>
    /// <param name="address">Where it should be.</param>
    /// <param name="option">The option that names another one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<SandboxControl> OpenAsync(Uri address, string option, CancellationToken cancellationToken)
    {
        SandboxControl control = new(address, option);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "health");
            (HttpStatusCode status, JsonElement? answer) = await control.CallAsync(request, cancellationToken);
            return status == HttpStatusCode.OK && answer is { ValueKind: JsonValueKind.Object } health
                && health.TryGetProperty("site_id", out _)
                ? control
                : throw CommandException.Configuration(
                    $"What answers at {control._address} is no sandbox. "
                    + $"Start one with hl sandbox, or name the one that runs with {option} URL.");
        }
        catch
        {
            control.Dispose();
            throw;
        }
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    /// <param name="path">Below <c>/_sandbox/</c>.</param>
    /// <param name="members">Writes the members of the body; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<JsonElement> PostAsync(string path, Action<Utf8JsonWriter>? members, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            members?.Invoke(writer);
            writer.WriteEndObject();
        }

        ByteArrayContent content = new(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, cancellationToken);
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            (HttpStatusCode status, JsonElement? answer) = await CallAsync(request, cancellationToken);
            if ((int)status is >= 200 and < 300)
            {
                return answer ?? default;
            }

            string? message = answer is { ValueKind: JsonValueKind.Object } refusal
                && refusal.TryGetProperty("message", out JsonElement text) && text.ValueKind == JsonValueKind.String
                ? text.GetString()
                : null;
            throw new CommandException(ExitCode.Refused, $"The sandbox says no ({(int)status}): {message ?? "it gives no reason."}");
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement? Answer)> CallAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            return (response.StatusCode, TryRead(await response.Content.ReadAsByteArrayAsync(cancellationToken)));
        }
        catch (HttpRequestException e)
        {
            throw new CommandException(
                ExitCode.Unreachable,
                e.HttpRequestError == HttpRequestError.ConnectionError
                    ? $"Nothing listens at {_address}. Start a sandbox in another terminal (hl sandbox), "
                        + $"or name the one that runs with {_option} URL."
                    : $"The sandbox at {_address} did not answer as it should: it may have been stopped meanwhile. Try again.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(ExitCode.Unreachable, $"The sandbox at {_address} has not answered within 30 s.");
        }
    }

    private static JsonElement? TryRead(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
