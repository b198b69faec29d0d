using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>The wire's JSON, generated at build time: snake_case, lenient in reading.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters =
    [
        typeof(LenientInt64Converter), typeof(OptionalInt64Converter), typeof(OptionalTimeConverter), typeof(OptionalTextConverter),
        typeof(OptionalBooleanConverter), typeof(AccessTokenConverter), typeof(CallIdConverter), typeof(ReferenceConverter),
    ])]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Account))]
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
internal sealed partial class ApiJson : JsonSerializerContext;
