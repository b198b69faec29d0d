using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace HelpLightning.Cli.Doctor;

/// <summary>What came of a first request, which carries no credentials: the certificate, the server's time, or why nothing came.</summary>
internal sealed class FirstAnswer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Null when there was no TLS, or it did not get so far.</summary>
    public X509Certificate2? Certificate { get; private set; }

    public SslPolicyErrors CertificateErrors { get; private set; }

    /// <summary>What is wrong with the chain of certificates, when something is.</summary>
    public IReadOnlyList<X509ChainStatusFlags> ChainErrors { get; private set; } = [];

    public HttpStatusCode? Status { get; private set; }

    public Version? Version { get; private set; }

    /// <summary>How far the server's clock is ahead of this machine's; null when it did not tell its time.</summary>
    public TimeSpan? ClockOffset { get; private set; }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public HttpRequestException? Failure { get; private set; }

    public bool HasTimedOut { get; private set; }

    public static async Task<FirstAnswer> GetAsync(Uri server, TimeProvider clock, CancellationToken cancellationToken)
    {
        FirstAnswer answer = new();

        // As the client does: what is meant for this machine goes to no proxy.
        using SocketsHttpHandler sockets = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = Patience,
            UseProxy = !server.IsLoopback,
        };
        sockets.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => answer.See(certificate, chain, errors);
        using HttpClient http = new(sockets) { Timeout = Patience };
        DateTimeOffset sent = clock.GetUtcNow();
        try
        {
            using HttpResponseMessage response = await http.GetAsync(server, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            DateTimeOffset received = clock.GetUtcNow();
            answer.Status = response.StatusCode;
            answer.Version = response.Version;
            answer.ClockOffset = response.Headers.Date - (sent + ((received - sent) / 2));
        }
        catch (HttpRequestException e)
        {
            answer.Failure = e;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            answer.HasTimedOut = true;
        }

        return answer;
    }

    private bool See(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // The handshake's own object is gone after it.
        Certificate = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        CertificateErrors = errors;
        ChainErrors = [.. (chain?.ChainStatus ?? []).Select(static s => s.Status).Where(static s => s != X509ChainStatusFlags.NoError)];
        return errors == SslPolicyErrors.None;
    }
}
