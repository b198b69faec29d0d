using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Makes Kestrel pass on what it reads.</summary>
public static class HelpLightningProxyKestrelExtensions
{
    /// <summary>
    /// Headers keep their bytes, whatever they are; bodies may be of any size; no <c>Server</c> header is added to Help Lightning's
    /// answers.
    /// </summary>
    /// <param name="kestrel">The server that the proxy runs in.</param>
    public static KestrelServerOptions PrepareForHelpLightningProxy(this KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        return kestrel;
    }
}
