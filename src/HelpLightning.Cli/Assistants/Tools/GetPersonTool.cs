using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>One person.</summary>
internal sealed class GetPersonTool() : AssistantTool(
    "get_person", "Show a person", "One person of the site: account, licence, role, when last seen.")
{
    public override IReadOnlyList<Parameter> Parameters { get; } =
        [PersonFinder.Parameter("person", "Who", isRequired: true)];

    public override JsonObject OutputSchema => SiteShapes.Person.Schema();

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation)
    {
        User found = await PersonFinder.FindAsync(call, call.Arguments.Required("person"), cancellation);

        // Lists tell less than there is; a person who was read by id carries a token, and need not be read again.
        User person = found.Token is null ? await call.Client.Users.GetAsync(found.Id, cancellation) : found;
        return Answer.OfOne("The person.", SiteShapes.Person.Row(person, call.Now));
    }
}
