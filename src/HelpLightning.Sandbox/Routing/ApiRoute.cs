using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Routing;

/// <summary>
/// A route of the API, declared once: the gate, the strict checks of parameters and bodies, the tests and the description for
/// other languages all read it here.
/// </summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path; parts in braces are parameters.</param>
/// <param name="Tokens">The kinds of token it takes; none where the API key is enough.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Handler">What answers it.</param>
internal sealed record ApiRoute(string Method, string Template, TokenKinds Tokens, string Summary, ApiHandler Handler)
{
    /// <summary>The query parameters it knows.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>The fields of its JSON body. A route of another method than GET takes an empty object where there are none.</summary>
    public IReadOnlyList<BodyField> Body { get; init; } = [];

    /// <summary>Whether the body may hold fields that are not declared, because nothing public names them.</summary>
    public bool TakesAnyField { get; init; }

    /// <summary>The HTTP status of success.</summary>
    public int Success { get; init; } = 200;

    /// <summary>The shape of the answer, a name that the description of the API defines.</summary>
    public string Reply { get; init; } = "Object";

    /// <summary>The first part of the path after the version, which groups routes.</summary>
    public string Group { get; init; } = "";
}
