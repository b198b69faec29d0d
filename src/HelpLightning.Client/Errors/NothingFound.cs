using System.Net;

namespace HelpLightning.Client;

/// <summary>For a list that was answered, but does not hold what was looked for.</summary>
internal static class NothingFound
{
    public static HelpLightningNotFoundException For(Endpoint endpoint, string what, string remedy) => new(
        $"{endpoint}: {what}.",
        remedy,
        new ApiErrorDetails(
            endpoint.Method, new Uri(endpoint.Template, UriKind.Relative), HttpStatusCode.OK, default, null, null, null, 1));
}
