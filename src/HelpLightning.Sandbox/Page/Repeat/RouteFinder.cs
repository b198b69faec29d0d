using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Page.Repeat;

/// <summary>Which route of the table a path was for.</summary>
internal static class RouteFinder
{
    /// <summary>The route with the most literal parts, and the values of the others; null where there is none.</summary>
    public static (ApiRoute Route, IReadOnlyDictionary<string, string> Values)? Find(
        IReadOnlyList<ApiRoute> routes, string method, string path)
    {
        string[] parts = path.Split('/');
        return routes.Where(r => r.Method == method).Select(r => (Route: r, Values: Match(r.Template.Split('/'), parts)))
            .Where(m => m.Values is not null).OrderBy(m => m.Values!.Count)
            .Select(m => ((ApiRoute, IReadOnlyDictionary<string, string>)?)(m.Route, m.Values!)).FirstOrDefault();
    }

    private static Dictionary<string, string>? Match(string[] template, string[] parts)
    {
        if (template.Length != parts.Length)
        {
            return null;
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach ((string wanted, string given) in template.Zip(parts))
        {
            if (wanted.StartsWith('{') && given.Length > 0)
            {
                values[wanted.Trim('{', '}')] = given;
            }
            else if (!wanted.Equals(given, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return values;
    }
}
