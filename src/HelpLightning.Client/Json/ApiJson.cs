using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>The wire's JSON, generated at build time: snake_case, lenient in reading.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(LenientInt64Converter), typeof(OptionalInt64Converter), typeof(OptionalTimeConverter), typeof(OptionalTextConverter),
        typeof(OptionalBooleanConverter), typeof(OptionalDoubleConverter), typeof(SecondsConverter), typeof(SignedUriConverter),
        typeof(ReferenceConverter),
    ])]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Group))]
[JsonSerializable(typeof(Workspace))]
[JsonSerializable(typeof(Call))]
[JsonSerializable(typeof(SessionCall))]
[JsonSerializable(typeof(Attachment))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(OnCallGroup))]
[JsonSerializable(typeof(Enterprise))]
[JsonSerializable(typeof(SignInMethod))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(VideoConnection))]
[JsonSerializable(typeof(CallLink))]
[JsonSerializable(typeof(LinkInvitationResult))]
[JsonSerializable(typeof(HelpThread))]
[JsonSerializable(typeof(HelpThreadMessage))]
[JsonSerializable(typeof(HelpThreadInviteResult))]
[JsonSerializable(typeof(ThreadTicket))]
[JsonSerializable(typeof(Area))]
[JsonSerializable(typeof(AreaAsset))]
[JsonSerializable(typeof(WirePage<Area>), TypeInfoPropertyName = "AreaPage")]
[JsonSerializable(typeof(WirePage<AreaAsset>), TypeInfoPropertyName = "AreaAssetPage")]
[JsonSerializable(typeof(WirePage<Attachment>), TypeInfoPropertyName = "AttachmentPage")]
[JsonSerializable(typeof(WirePage<Call>), TypeInfoPropertyName = "CallPage")]
[JsonSerializable(typeof(WirePage<Contact>), TypeInfoPropertyName = "ContactPage")]
[JsonSerializable(typeof(WirePage<Enterprise>), TypeInfoPropertyName = "EnterprisePage")]
[JsonSerializable(typeof(WirePage<Group>), TypeInfoPropertyName = "GroupPage")]
[JsonSerializable(typeof(WirePage<HelpThread>), TypeInfoPropertyName = "HelpThreadPage")]
[JsonSerializable(typeof(WirePage<HelpThreadMessage>), TypeInfoPropertyName = "HelpThreadMessagePage")]
[JsonSerializable(typeof(WirePage<OnCallGroup>), TypeInfoPropertyName = "OnCallGroupPage")]
[JsonSerializable(typeof(WirePage<SessionCall>), TypeInfoPropertyName = "SessionCallPage")]
[JsonSerializable(typeof(WirePage<User>), TypeInfoPropertyName = "UserPage")]
[JsonSerializable(typeof(WirePage<Workspace>), TypeInfoPropertyName = "WorkspacePage")]
[JsonSerializable(typeof(WirePage<JsonElement>), TypeInfoPropertyName = "RawPage")]
internal sealed partial class ApiJson : JsonSerializerContext;
