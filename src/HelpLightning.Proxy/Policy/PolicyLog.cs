using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy;

/// <summary>What is logged about the policy. The numbers are part of the interface: they are not used again for something else.</summary>
internal static partial class PolicyLog
{
    [LoggerMessage(
        201, LogLevel.Information, "The policy of {Path} is in force: {Allow} allow rule(s), {Deny} deny rule(s), read-only: {ReadOnly}")]
    public static partial void InForce(ILogger logger, string path, int allow, int deny, bool readOnly);

    [LoggerMessage(202, LogLevel.Error, "The policy before the change stays in force: {Problem}")]
    public static partial void Unusable(ILogger logger, string problem);

    [LoggerMessage(203, LogLevel.Information, "{Path} can be used again, and holds the policy that is in force")]
    public static partial void Usable(ILogger logger, string path);
}
