using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests;

/// <summary>
/// What an application makes of the libraries' objects without a thought, JSON and text, shows no secret. Whatever shows has
/// to be named here, so a new member fails until somebody has said whether it is one.
/// </summary>
public sealed class SerializedSecretsTests
{
    /// <summary>Members that open nothing, as their names say: what people write and are called, ids, and where settings lie.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "Category", "Color", "Comments", "Description", "Dialer", "DialerName", "Email", "EndReason", "EntityTag", "Error", "Fault",
        "FileName", "Folder", "Groups", "License", "Location", "Mandatory", "Message", "Method", "MimeType", "Name", "OccurredText",
        "Order", "Participants", "Path", "Permissions", "Phone", "PhoneNumber", "Problem", "Provider", "Reason", "ReceiverName",
        "RecordingError", "RecordingStatus", "Remedy", "RequestLine", "_requestLine", "RoleName", "Server", "SettingName", "Status", "StatusMessage", "Table", "Tags",
        "Title", "Type", "Username", "ValueAsText", "VendorMessage", "Verdict", "WebSocketServer", "Workspace",
        "ArchiveId", "CallId", "CallIdText", "Id", "MyHelpSpaceSessionId", "ProviderUid", "RequestId", "SessionId", "Thumbprint", "Uuid",
        "BaseAddress", "Root", "_root", "DataFile", "PartnerKeyFile", "PartnerKeyVariable",
    ];

    /// <summary>Members that open something and show all the same, or of which their names do not say that they open nothing.</summary>
    private static readonly Dictionary<string, string> ByDesign = new()
    {
        ["User.MyHelpSpaceAddress"] = "is printed on people's cards",
        ["Avatar.Original"] = "a picture of a person, made to be shown",
        ["Avatar.Thumb"] = "the same",
        ["Avatar.Url"] = "the same",
        ["Call.Ratings"] = "what people thought of the call",
        ["CallId.Value"] = "an id",
        ["CallLink.Link"] = "is made to be handed to somebody, often by the very endpoint that returns it",
        ["CallLink.LongLink"] = "the same link",
        ["CallLink.Signature"] = "the link's query has it too; an invitation needs it beside the link",
        ["EqualJson.Element"] = "the fields below and a message's metadata, which is withheld",
        ["CustomField.DefaultValue"] = "what a person is to write",
        ["CustomField.Value"] = "what a person wrote",
        ["HelpThreadMessage.Text"] = "what a person wrote",
        ["HelpThreadInviteResult.Link"] = "is made to be handed to the guest",
        ["SingleSignOn.BrowserAddress"] = "goes to the browser",
        ["SingleSignOn.State"] = "is part of the address that goes to the browser",
        ["SingleSignOn.RedirectUri"] = "the application's own address",
        ["ListFilter.Text"] = "what a caller looks for",
        ["ListPosition.Cursor"] = "a place in a list; nothing without a token",
        ["OAuth2SignIn.Parameters"] = "what the identity provider wants in its address",
        ["OAuth2SignIn.Url"] = "the identity provider's public address, before anybody has signed in",
        ["PartnerKeyException.Finding"] = "what was found, in words; never a byte of a key",
        ["PartnerKeyRemedy.Command"] = "what to type; a file's name is the most it holds",
        ["PartnerKeyRemedy.File"] = "a file's name",
        ["PartnerKeyRemedy.NewFile"] = "a file's name",
        ["PartnerKeyRemedy.Words"] = "what to do, in words",
        ["PartnerTokenVerdict._reason"] = "the verifier's words",
        ["UnverifiedToken.Claims"] = "without the signature they open nothing",
        ["UnverifiedToken.Header"] = "without the signature it opens nothing",
        ["UserInvitation.AdditionalFields"] = "role and the like, as the caller chose",
        ["SandboxRequestLogEntry.Body"] = "its secrets are blanked before it is kept",
        ["SandboxRequestLogEntry.Query"] = "its secrets are blanked before it is kept",
        ["SandboxWebhook.PayloadUrl"] = "the application's own address; one with a password in it is refused",
        ["SandboxWebhookState.PayloadUrl"] = "the application's own address",
        ["SandboxWebhookAttempt.ResponseBody"] = "what the application answered",
        ["SandboxWebhookDelivery.Body"] = "what was posted: ids",
        ["HelpLightningSandboxOptions.UserPassword"] = "nothing in a sandbox is worth a secret; its documentation says so",
    };

    /// <summary>Objects that no JSON can be made of, so that none leaves in it.</summary>
    private static readonly HashSet<Type> NoJson = [];

    public static TheoryData<Type> Types => [.. Marked.Types];

    /// <summary>What is experimental is not made JSON of by generated code without a warning, so nobody does.</summary>
    public static TheoryData<Type> Models =>
    [
        .. Marked.Types.Where(type => type.IsSubclassOf(typeof(ApiObject)) && type.GetCustomAttribute<ExperimentalAttribute>() is null),
        typeof(HelpLightningOptions), typeof(UserTokens),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Neither_JSON_nor_text_of_an_object_shows_a_secret(Type type)
    {
        object filled = Marked.Of(type);
        List<string> shown = [filled.ToString() ?? ""];
        if (NoJson.Contains(type))
        {
            Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(filled, type));
        }
        else
        {
            shown.AddRange([JsonSerializer.Serialize(filled, type), JsonSerializer.Serialize(filled, type, JsonSerializerOptions.Web)]);
        }

        if (OwnJson.Default.GetTypeInfo(type) is { } generated)
        {
            shown.Add(JsonSerializer.Serialize(filled, generated));
        }

        OnlyHarmless(type, shown);
    }

    [Fact]
    public async Task Neither_JSON_nor_text_of_a_running_sandbox_shows_a_secret()
    {
        SandboxWebhook webhook = new() { PayloadUrl = new Uri("http://127.0.0.1:9/"), Secret = "mark(SandboxWebhook.Secret)" };
        HelpLightningSandboxOptions options = new() { PartnerPublicKeys = [TestClient.Key.PublicKey], ApiKey = "mark(HelpLightningSandbox.ApiKey)", Webhooks = [webhook] };
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(options, TestContext.Current.CancellationToken);
        Assert.Equal("mark(HelpLightningSandbox.ApiKey)", sandbox.ApiKey);
        OnlyHarmless(typeof(HelpLightningSandbox), [sandbox.ToString()!, JsonSerializer.Serialize(sandbox), JsonSerializer.Serialize(sandbox, JsonSerializerOptions.Web)]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void What_was_stored_is_read_back_without_its_secrets_and_without_an_error(Type type)
    {
        object filled = Marked.Of(type);
        JsonTypeInfo generated = OwnJson.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type.Name} is missing in OwnJson.");
        JsonTypeInfo[] serializers = [JsonSerializerOptions.Default.GetTypeInfo(type), JsonSerializerOptions.Web.GetTypeInfo(type), generated];
        Assert.All(serializers, info =>
        {
            string stored = JsonSerializer.Serialize(filled, info);
            object read = JsonSerializer.Deserialize(stored, info)!;
            Assert.Equal(stored, JsonSerializer.Serialize(read, info));
            Assert.All(type.GetProperties().Where(p => p.PropertyType == typeof(AccessToken)), token => Assert.Null(token.GetValue(read)));
            if (!info.Properties.Any(static p => p.IsRequired))
            {
                Assert.NotNull(JsonSerializer.Deserialize("{}", info));
            }
        });
    }

    /// <summary>As a logger does that destructures, and a serializer that knows no attributes of ours: every public property, and theirs.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Who_takes_an_object_apart_by_its_properties_finds_no_token(Type type)
    {
        List<string> texts = [];
        TakeApart(Marked.Of(type), texts, depth: 0);
        Assert.True(type != typeof(User) || texts.Contains("mark(User.Name)"), "Nothing was taken apart.");
        Assert.DoesNotContain(texts, static text => text.Contains("mark(AccessToken.", StringComparison.Ordinal));
    }

    private static void TakeApart(object? value, List<string> texts, int depth)
    {
        if (value is null || depth > 6)
        {
            return;
        }

        if (value is string text)
        {
            texts.Add(text);
        }
        else if (value is System.Collections.IEnumerable rows)
        {
            foreach (object? row in rows)
            {
                TakeApart(row, texts, depth + 1);
            }
        }
        else if (value.GetType().Assembly == typeof(User).Assembly)
        {
            foreach (PropertyInfo property in value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
            {
                TakeApart(property.GetValue(value), texts, depth + 1);
            }
        }
    }

    [Fact]
    public void A_token_in_an_applications_own_record_is_null_and_read_back_as_null()
    {
        OwnRecord record = new("Ann", new AccessToken("a.secret.token"), [new AccessToken("another.secret.token")]);
        foreach (JsonTypeInfo<OwnRecord> info in (JsonTypeInfo<OwnRecord>[])[(JsonTypeInfo<OwnRecord>)JsonSerializerOptions.Default.GetTypeInfo(typeof(OwnRecord)), OwnJson.Default.OwnRecord])
        {
            string stored = JsonSerializer.Serialize(record, info);
            Assert.Equal("""{"Name":"Ann","Token":null,"More":[null]}""", stored);
            Assert.Null(JsonSerializer.Deserialize(stored, info)!.Token);
        }
    }

    [Fact]
    public async Task What_an_endpoint_returns_of_a_person_opens_nothing()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":24,"name":"Ann","token":"a.secret.token","tomorrows_secret":"another.secret"}"""));
        using HelpLightningClient client = TestClient.For(server);
        User ann = await client.Users.GetAsync(24, TestContext.Current.CancellationToken);
        Assert.Equal("a.secret.token", ann.Token?.Reveal());
        Assert.Equal("another.secret", ann.AdditionalData["tomorrows_secret"].GetString());
        string answer = JsonSerializer.Serialize(ann, JsonSerializerOptions.Web);
        Assert.Contains("\"name\":\"Ann\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        HelpLightningResponse raw = await client.SendAsync(HttpMethod.Get, "/v1r1/enterprise/users/24", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("""{"Status":200,"Version":"1.1","IsSuccess":true}""", JsonSerializer.Serialize(raw));
    }

    private static void OnlyHarmless(Type type, IEnumerable<string> shown)
    {
        string[] secrets = [.. shown.SelectMany(Marked.In).Distinct().Where(member => !Harmless.Contains(member.Split('.')[^1]) && !ByDesign.ContainsKey(member))];
        Assert.True(secrets.Length == 0, $"{type.Name} shows {string.Join(", ", secrets)}. Withhold it, or name it here as harmless.");
    }
}
