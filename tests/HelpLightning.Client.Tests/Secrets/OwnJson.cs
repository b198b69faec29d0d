using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client.Tests;

/// <summary>An application's own record, which carries a token along.</summary>
internal sealed record OwnRecord(string Name, AccessToken? Token, IReadOnlyList<AccessToken> More);

/// <summary>What an application that is built ahead of time makes JSON with: generated, and knowing nothing of the client's insides.</summary>
[JsonSerializable(typeof(Attachment))]
[JsonSerializable(typeof(Call))]
[JsonSerializable(typeof(CallLink))]
[JsonSerializable(typeof(CallPerson))]
[JsonSerializable(typeof(CallRequest))]
[JsonSerializable(typeof(CallRequestGroup))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(CustomField))]
[JsonSerializable(typeof(Enterprise))]
[JsonSerializable(typeof(Group))]
[JsonSerializable(typeof(HelpLightningOptions))]
[JsonSerializable(typeof(HelpThread))]
[JsonSerializable(typeof(HelpThreadGuest))]
[JsonSerializable(typeof(HelpThreadInviteResult))]
[JsonSerializable(typeof(HelpThreadMessage))]
[JsonSerializable(typeof(HelpThreadParticipant))]
[JsonSerializable(typeof(LinkInvitationResult))]
[JsonSerializable(typeof(OAuth2SignIn))]
[JsonSerializable(typeof(OnCallGroup))]
[JsonSerializable(typeof(OwnRecord))]
[JsonSerializable(typeof(PartnerToken))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(SessionCall))]
[JsonSerializable(typeof(SessionMember))]
[JsonSerializable(typeof(SignInMethod))]
[JsonSerializable(typeof(ThreadTicket))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(UserTokens))]
[JsonSerializable(typeof(VideoConnection))]
[JsonSerializable(typeof(Workspace))]
internal sealed partial class OwnJson : JsonSerializerContext;
