using System.Net;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Does a web server answer? Any answer will do: nothing that it knows was asked for.</summary>
internal sealed class AnswerCheck() : Check(CheckNames.Answer, CheckNames.Tls)
{
    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        FirstAnswer answer = await examination.AnswerAsync(cancellationToken);
        if (answer.Status is not { } status)
        {
            (string cause, string remedy) = NoAnswer.Explain(answer, examination);
            return Failed(ExitCode.Unreachable, cause, remedy);
        }

        return status == HttpStatusCode.ProxyAuthenticationRequired
            ? Failed(ExitCode.Unreachable, "the proxy wants a user name and password", "http_proxy=http://USER:PASSWORD@HOST:PORT")
            : Ok($"HTTP/{answer.Version} {(int)status}");
    }
}
