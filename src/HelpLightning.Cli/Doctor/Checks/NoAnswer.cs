using System.Globalization;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Why a first request got no answer, in words.</summary>
internal static class NoAnswer
{
    public static (string Cause, string Remedy) Explain(FirstAnswer answer, Examination examination)
    {
        string server = examination.Server.GetLeftPart(UriPartial.Authority);
        if (answer.HasTimedOut)
        {
            return ($"{server} took the connection and then said nothing",
                "Try again; if it stays so, a firewall or proxy holds the traffic back.");
        }

        return answer.Failure?.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError => (
                $"the proxy refused to connect to {server}"
                + $"{(answer.Failure.StatusCode is { } status ? $" ({((int)status).ToString(CultureInfo.InvariantCulture)})" : "")}",
                answer.Failure.StatusCode == System.Net.HttpStatusCode.ProxyAuthenticationRequired
                    ? "It wants a user name and password: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT"
                    : $"Ask whoever runs the proxy to allow {examination.Server.Host}."),
            HttpRequestError.SecureConnectionError => ($"{server} does not speak TLS there",
                "Check the port, and whether a proxy or firewall breaks the connection."),
            HttpRequestError.InvalidResponse => ($"what answers at {server} does not speak HTTP", "Check the port."),
            _ => ($"{server} broke the connection off",
                "Try again; if it stays so, check the port, and whether a proxy or firewall is in the way."),
        };
    }
}
