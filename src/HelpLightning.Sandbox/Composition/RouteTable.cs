using HelpLightning.Sandbox.Areas;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Contacts;
using HelpLightning.Sandbox.Groups;
using HelpLightning.Sandbox.HelpThreads;
using HelpLightning.Sandbox.Links;
using HelpLightning.Sandbox.Lists;
using HelpLightning.Sandbox.Reports;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Sessions;
using HelpLightning.Sandbox.SignIn;
using HelpLightning.Sandbox.Users;
using HelpLightning.Sandbox.Workspaces;

namespace HelpLightning.Sandbox.Composition;

/// <summary>Every route of the API. A new resource is one line here and a folder of its own.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<ApiRoute> Build(SandboxParts parts)
    {
        HelpLightningSandboxOptions options = parts.Options;
        TimeProvider clock = parts.Clock;
        TokenIssuer tokens = parts.Tokens;
        byte[] secret = parts.Database.TokenSecret;
        Listing lists = new(parts.Database, options);
        return
        [
            .. new SignInEndpoints(tokens, options, clock).Routes,
            .. new AccountEndpoints(secret).Routes,
            .. new ContactEndpoints(lists, tokens).Routes,
            .. FavoriteEndpoints.Routes,
            .. new SearchEndpoints(tokens).Routes,
            .. new UserEndpoints(lists, tokens, options.SiteId, clock).Routes,
            .. new GroupEndpoints(lists, tokens).Routes,
            .. new WorkspaceEndpoints(lists, tokens, options.WrongTokenKindStatus).Routes,
            .. new CallEndpoints(lists, parts.SignedAddresses, options.OmitAttachmentRoute).Routes,
            .. new ReportEndpoints(parts.Reports, parts.SignedAddresses).Routes,
            .. new SessionEndpoints(parts.Gate, tokens, parts.Calls, parts.Outbox, clock).Routes,
            .. new LinkEndpoints(secret, clock).Routes,
            .. new ThreadEndpoints(tokens, options.WrapMissingThread, clock).Routes,
            .. new InsideThreadEndpoints(clock).Routes,
            .. new GuestEndpoints(tokens, clock).Routes,
            .. new MessageEndpoints(clock).Routes,
            .. new AreaEndpoints(clock).Routes,
        ];
    }
}
