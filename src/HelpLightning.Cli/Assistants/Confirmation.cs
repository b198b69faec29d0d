using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using HelpLightning.Cli.Assistants.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace HelpLightning.Cli.Assistants;

/// <summary>
/// The yes of a person before something goes out to people. A model that says yes is no person, so it is asked for through the
/// program in front of the person (elicitation); where that cannot ask, only whoever started the server can have said yes.
/// </summary>
/// <param name="isAskedBeforehand">Was the server started with <c>--yes</c>?</param>
internal sealed class Confirmation(bool isAskedBeforehand)
{
    private const string Field = "confirm";

    /// <summary>The first revision in which a server does not ask by itself, but answers what it has to be told.</summary>
    private const string FirstWithoutRequests = "2026-07-28";

    /// <summary>Questions that nobody answers are forgotten.</summary>
    private const int MostOpen = 100;

    private readonly ConcurrentDictionary<string, string> _open = new(StringComparer.Ordinal);

    /// <summary>Returns when the answer is yes.</summary>
    /// <exception cref="ToolRefusal">It is no, or nobody can be asked.</exception>
    public async Task AskAsync(RequestContext<CallToolRequestParams> request, string question, CancellationToken cancellation)
    {
        if (isAskedBeforehand)
        {
            return;
        }

        // One that names no mode means forms.
        if (request.Server.ClientCapabilities?.Elicitation is null or { Form: null, Url: not null })
        {
            throw new ToolRefusal(
                "Nothing was sent: this program cannot ask the user (it has no elicitation), and without a yes nothing goes out. The user "
                + "can do it with the hl command, or start hl mcp with --yes as well, which lets it send without asking.");
        }

        ElicitRequestParams form = new() { Message = question, RequestedSchema = Schema() };
        ElicitResult answer = string.CompareOrdinal(request.Server.NegotiatedProtocolVersion, FirstWithoutRequests) < 0
            ? await request.Server.ElicitAsync(form, cancellation)
            : AnswerOf(request.Params, form);
        if (!answer.IsAccepted || answer.Content?.TryGetValue(Field, out JsonElement yes) != true || yes.ValueKind != JsonValueKind.True)
        {
            throw new ToolRefusal("Nothing was sent: the user did not say yes. Do not try it again unless the user asks for it.");
        }
    }

    private ElicitResult AnswerOf(CallToolRequestParams parameters, ElicitRequestParams form)
    {
        // What was asked is remembered, so that a yes counts once, and for nothing else than the question it is the answer to.
        if (parameters.RequestState is { } state && parameters.InputResponses?.TryGetValue(Field, out InputResponse? response) == true
            && _open.TryRemove(state, out string? asked) && asked == form.Message)
        {
            return response.Deserialize(InputResponse.ElicitResultJsonTypeInfo) ?? new ElicitResult { Action = "cancel" };
        }

        if (_open.Count >= MostOpen)
        {
            _open.Clear();
        }

        string open = RandomNumberGenerator.GetHexString(32);
        _open[open] = form.Message;
        throw new InputRequiredException(
            new Dictionary<string, InputRequest> { [Field] = InputRequest.ForElicitation(form) }, open);
    }

    private static ElicitRequestParams.RequestSchema Schema() => new()
    {
        Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>
        {
            [Field] = new ElicitRequestParams.BooleanSchema { Title = "Yes, send it", Default = false },
        },
        Required = [Field],
    };
}
