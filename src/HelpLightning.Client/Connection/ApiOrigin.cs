namespace HelpLightning.Client;

/// <summary>
/// The one origin (scheme, host, port) that tokens and the API key may go to, and the paths under it.
/// </summary>
internal sealed class ApiOrigin
{
    private const string ApiPrefix = "/api";

    private static readonly Uri UnitedStates = new("https://api.helplightning.net");
    private static readonly Uri Europe = new("https://api.eu1.helplightning.net");

    private readonly Uri _root;

    private ApiOrigin(Uri root)
    {
        _root = root;
        Root = root.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Scheme, host and port.</summary>
    public string Root { get; }

    /// <summary>The same as an address.</summary>
    public Uri Address => _root;

    public string Host => _root.Host;

    public int Port => _root.Port;

    public static ApiOrigin Of(HelpLightningOptions options)
    {
        Uri address = options.BaseAddress ?? options.DataCenter switch
        {
            DataCenter.EU => Europe,
            _ => UnitedStates,
        };
        if (FaultOf(address) is { } fault)
        {
            throw new HelpLightningConfigurationException(fault);
        }

        return new ApiOrigin(new Uri(address.GetLeftPart(UriPartial.Authority) + "/"));
    }

    /// <summary>What is wrong with a base address; null when nothing is.</summary>
    public static SettingFault? FaultOf(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            return Fault("is not a web address", "write it as https://api.helplightning.net");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            return Fault("is plain http, which would show tokens to the network", "use https (http is for this machine only)");
        }

        if (address.UserInfo.Length > 0)
        {
            return Fault("holds a user name or password", "leave them out");
        }

        return address.AbsolutePath.TrimEnd('/') is "" or ApiPrefix && address.Query.Length == 0 && address.Fragment.Length == 0
            ? null
            : Fault("has a path", "give the host only, with or without /api");

        static SettingFault Fault(string problem, string remedy) => new(nameof(HelpLightningOptions.BaseAddress), problem, remedy);
    }

    /// <summary>
    /// The address of a path such as <c>/v1r1/enterprise/users?page=2</c>, with or without <c>/api</c> before it. What
    /// does not begin with a version (<c>/auth/federate</c>) is taken as it is.
    /// </summary>
    /// <exception cref="ArgumentException">It is an address of another origin, or no path.</exception>
    public Uri Resolve(string pathAndQuery)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pathAndQuery);
        RequirePath(pathAndQuery);
        if (pathAndQuery.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(pathAndQuery, UriKind.Absolute, out Uri? absolute))
        {
            RequireOwn(absolute);
            return absolute;
        }

        string path = pathAndQuery.StartsWith('/') ? pathAndQuery : "/" + pathAndQuery;
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            throw NoPath(nameof(pathAndQuery));
        }

        bool isVersioned = path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/v1r1/", StringComparison.Ordinal);
        return new Uri(_root, isVersioned ? ApiPrefix + path : path);
    }

    /// <summary>
    /// Refuses what <see cref="Uri"/> would quietly make another path of: a backslash, a fragment, and segments of dots,
    /// encoded or not, which lead out of <c>/api</c>.
    /// </summary>
    private static void RequirePath(string pathAndQuery)
    {
        // Every request comes by here, so nothing is copied.
        ReadOnlySpan<char> all = pathAndQuery;
        int end = all.IndexOf('?');
        ReadOnlySpan<char> path = end < 0 ? all : all[..end];
        bool isPath = !path.Contains('\\') && !all.Contains('#') && !all.ContainsAnyInRange('\0', ' ');
        foreach (Range segment in path.Split('/'))
        {
            isPath &= !IsDots(path[segment]);
        }

        if (!isPath)
        {
            throw NoPath(nameof(pathAndQuery));
        }
    }

    /// <summary>One dot or two, each as it is or as <c>%2e</c>.</summary>
    private static bool IsDots(ReadOnlySpan<char> segment)
    {
        int dots = 0;
        while (!segment.IsEmpty)
        {
            int length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
            if (length == 0)
            {
                return false;
            }

            segment = segment[length..];
            dots++;
        }

        return dots is 1 or 2;
    }

    private static ArgumentException NoPath(string parameter) =>
        new("The path must look like /v1r1/enterprise/users, without . and .. in it "
            + "and with special characters percent-encoded.", parameter);

    /// <exception cref="HelpLightningOriginException">The address is of another origin.</exception>
    public void RequireOwn(Uri address)
    {
        // What begins like this cannot be another's: an authority ends at the first slash (RFC 3986 section 3.2).
        string written = address.OriginalString;
        if (written.Length > Root.Length && written[Root.Length] == '/' && written.StartsWith(Root, StringComparison.Ordinal))
        {
            return;
        }

        // Uri writes scheme and host in small letters.
        if (address.Port != _root.Port || address.Scheme != _root.Scheme || address.Host != _root.Host)
        {
            throw new HelpLightningOriginException(
                $"{address.GetLeftPart(UriPartial.Authority)} "
                + $"is not the configured Help Lightning ({_root.GetLeftPart(UriPartial.Authority)}), "
                + "and tokens go nowhere else. Nothing was sent.");
        }
    }
}
