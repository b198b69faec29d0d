using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>People by a part of their name or address.</summary>
internal sealed class FindPeopleTool() : ListTool<User>(
    "find_people",
    "Find people",
    "People of the site, all or those whose name (or, with an @, e-mail address) holds a text. Each has an id for the other tools.",
    ("person", "people"),
    SiteShapes.PersonInList,
    new Parameter("query", "string", "A part of a name; with an @ in it, of an e-mail address. Leave out for everybody"),
    new Parameter("active", "boolean", "true: only accounts that are switched on; false: only those that are off"))
{
    protected override Task<ListSource<User>> OpenAsync(ToolCall call, ListOptions options, CancellationToken cancellation)
    {
        UserFilter? filter = call.Arguments.Text("query") is not { } query ? null
            : query.Contains('@', StringComparison.Ordinal) ? UserFilter.Email.Matches(PersonFinder.Pattern(query))
            : PersonFinder.Named(query);
        bool? active = call.Arguments.Flag("active");
        return Task.FromResult(new ListSource<User>(
            call.Client.Users.ListAsync(filter, options, cancellation), active is null ? null : user => user.Active == active));
    }
}
