using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>
/// Is the server's certificate trusted, and who issued it? A proxy that looks into the traffic shows one of its own, which is
/// a frequent cause of trouble and shows in the issuer.
/// </summary>
internal sealed class TlsCheck() : Check(CheckNames.Tls, CheckNames.Connection)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        Uri server = examination.Server;
        if (server.Scheme != Uri.UriSchemeHttps)
        {
            return Skipped("plain http, to this machine only");
        }

        FirstAnswer answer = await examination.AnswerAsync(cancellationToken);
        if (answer.Certificate is not { } certificate)
        {
            (string cause, string remedy) = NoAnswer.Explain(answer, examination);
            return Failed(ExitCode.Unreachable, cause, remedy);
        }

        string issuer = NameOf(certificate);
        if (answer.CertificateErrors != SslPolicyErrors.None)
        {
            return Failed(ExitCode.Unreachable, $"the certificate that {issuer} issued is not trusted: {Complaint(answer, server)}",
                Remedy(answer, issuer));
        }

        string until = certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return certificate.NotAfter.ToUniversalTime() - examination.Host.Clock.GetUtcNow().UtcDateTime < Soon
            ? Warning($"certificate by {issuer}, which ends on {until}", "Whoever runs the server has to renew it.")
            : Ok($"certificate by {issuer}, until {until}");
    }

    private static string Complaint(FirstAnswer answer, Uri server) => answer switch
    {
        _ when answer.CertificateErrors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => $"it is not for {server.Host}",
        _ when answer.ChainErrors.Contains(X509ChainStatusFlags.NotTimeValid) => "it has ended, or has not begun",
        _ when answer.ChainErrors.Any(static e => e is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain) =>
            "this machine does not know the issuer",
        _ => string.Join(", ", answer.ChainErrors),
    };

    private static string Remedy(FirstAnswer answer, string issuer) => answer switch
    {
        _ when answer.CertificateErrors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) =>
            "Somebody else answers: check the address, and whether the network wants a login in a browser first.",
        _ when answer.ChainErrors.Contains(X509ChainStatusFlags.NotTimeValid) =>
            "Check this machine's date; else the server's certificate has to be renewed.",
        _ =>
            $"Is {issuer} your company's proxy? Then install its root certificate here "
            + "(Debian: into /usr/local/share/ca-certificates, then update-ca-certificates), or name its file in SSL_CERT_FILE.",
    };

    private static string NameOf(X509Certificate2 certificate)
    {
        string name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true);
        return name.Length > 0 ? name : certificate.Issuer;
    }
}
