using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HelpLightning.Cli.Tests.Doctor;

/// <summary>An HTTPS server on this machine with a certificate of its own making; it answers 404 to everything.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _loop;

    public TlsServer(string subject, int days = 90, IPAddress? address = null)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(address ?? IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(days));

        // Windows does not serve with a key that lives in memory only.
        _certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        _listener.Start();
        _loop = ServeAsync(_stop.Token);
    }

    public string Address => $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string Pem => _certificate.ExportCertificatePem();

    public DateTime Ends => _certificate.NotAfter.ToUniversalTime();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        while (true)
        {
            _ = AnswerAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
    }

    private async Task AnswerAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            await using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop);
            byte[] head = new byte[8 * 1024];
            _ = await tls.ReadAsync(head, stop);
            string date = TimeProvider.System.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 404 Not Found\r\nDate: {date}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stop);
        }
    }
}
