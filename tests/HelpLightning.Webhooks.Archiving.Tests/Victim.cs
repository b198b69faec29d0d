using System.Diagnostics;
using System.Globalization;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>This program once more, archiving one attachment until it is killed.</summary>
internal static class Victim
{
    public const string Verb = "archive-one-attachment";

    public static Process Start(ArchiveSite site, string folder, string call, long attachment)
    {
        string keyFile = Path.Combine(site.Root, "key.pem");
        site.Sandbox.PartnerKey.WritePemFile(keyFile, overwrite: true);
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardError = true,
            ArgumentList =
            {
                Verb, site.Sandbox.BaseAddress.ToString(), site.Sandbox.ApiKey, site.Sandbox.SiteId.Value.ToString(CultureInfo.InvariantCulture),
                keyFile, folder, call, attachment.ToString(CultureInfo.InvariantCulture),
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>By it, ten seconds pass at each look: so what was received is made safe on the disk after each piece.</summary>
    public sealed class HastyClock : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * 10 * TimestampFrequency;
    }
}
