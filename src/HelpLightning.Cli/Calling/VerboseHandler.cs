using System.Globalization;
using System.Net.Http.Headers;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Secrets;

namespace HelpLightning.Cli.Calling;

/// <summary>Shows each request and its answer on standard error, as <c>curl -v</c> does, with every secret blanked.</summary>
internal sealed class VerboseHandler(Host host) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Say($"> {request.Method} {Address(request.RequestUri!)}");
        SayHeaders('>', request.Headers);
        if (request.Content is { } content)
        {
            SayHeaders('>', content.Headers);
        }

        long start = host.Clock.GetTimestamp();
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            Say(string.Create(CultureInfo.InvariantCulture,
                $"< {(int)response.StatusCode} {response.ReasonPhrase} after {host.Clock.GetElapsedTime(start).TotalMilliseconds:0} ms"));
            SayHeaders('<', response.Headers);
            SayHeaders('<', response.Content.Headers);
            return response;
        }
        catch (HttpRequestException e)
        {
            Say($"< no answer: {e.Message}");
            throw;
        }
    }

    /// <summary>The query of a signed address is a secret; of the API's own addresses it is not.</summary>
    private static string Address(Uri address) => address.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal)
        ? address.AbsoluteUri
        : address.GetLeftPart(UriPartial.Path) + (address.Query.Length > 0 ? "?…" : "");

    private void SayHeaders(char direction, HttpHeaders headers)
    {
        foreach ((string name, IEnumerable<string> values) in headers)
        {
            string value = string.Join(", ", values);
            Say($"{direction} {name}: {(SecretNames.Contain(name) ? Blanked(name, value) : value)}");
        }
    }

    private static string Blanked(string name, string value)
    {
        string kind = !name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? "secret"
            : TokenSubject.IsPartner(value) ? "partner token"
            : "token";
        return $"({kind}, {value.Length} characters)";
    }

    private void Say(string line) => host.Screen.Error.WriteLine(Ansi.Paint(Printable.Of(line), Ansi.Dim, host.Screen.ErrorHasColor));
}
