using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace HelpLightning.Client.Tests;

/// <summary>Holds a test to what it says it covers.</summary>
internal static class CoveredRoutes
{
    /// <summary>The routes that the test which is running names with <see cref="CoversAttribute"/>.</summary>
    public static string[] OfCallingTest()
    {
        foreach (StackFrame frame in new StackTrace().GetFrames())
        {
            // An async method runs inside a type that the compiler made from it.
            MethodBase? method = frame.GetMethod();
            MethodInfo? source = method?.DeclaringType?.DeclaringType?.GetMethods()
                .FirstOrDefault(m => m.GetCustomAttribute<AsyncStateMachineAttribute>()?.StateMachineType == method.DeclaringType) ?? method as MethodInfo;
            if (source?.GetCustomAttribute<FactAttribute>() is not null)
            {
                return [.. source.GetCustomAttributes<CoversAttribute>().Select(a => a.Route)];
            }
        }

        throw new InvalidOperationException("This is made in a test method.");
    }

    /// <param name="routes">What the test says.</param>
    /// <param name="asked">What was asked, as <c>GET /api/v1r1/enterprise/users/24</c>.</param>
    public static void Check(string[] routes, IEnumerable<string> asked)
    {
        string[] lines = [.. asked];
        Assert.All(routes, route => Assert.Contains(lines, line => Matches(route, line)));
    }

    private static bool Matches(string route, string line) =>
        Regex.IsMatch(line, "^" + Regex.Replace(Regex.Escape(route), @"\\\{[^}]*\}", "[^/]+") + "$", RegexOptions.None, TimeSpan.FromSeconds(5));
}
