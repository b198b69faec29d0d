using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>That somebody took part in a call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Position">The place among those who did, from 1.</param>
/// <param name="Person">Who.</param>
/// <param name="SiteId">The site or workspace that is exported.</param>
internal readonly record struct CallMember(CallId Call, long Position, CallPerson Person, long SiteId);
