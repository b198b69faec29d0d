using HelpLightning.Client;

namespace HelpLightning.Export.Tables;

/// <summary>That somebody took part in a call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Person">Who.</param>
/// <param name="SiteId">The site or workspace that is exported.</param>
internal readonly record struct CallMember(CallId Call, CallPerson Person, long SiteId);
