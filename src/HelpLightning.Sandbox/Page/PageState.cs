using HelpLightning.Sandbox.RequestLog;

namespace HelpLightning.Sandbox.Page;

/// <summary>What a browser wants to see of the page.</summary>
/// <param name="Host">The address that it used, without a slash at the end.</param>
/// <param name="Notice">What there is to say about the form before; null for nothing.</param>
/// <param name="Filter">Which requests.</param>
/// <param name="People">A part of a name or address; empty for everybody.</param>
internal sealed record PageState(string Host, Notices.Notice? Notice, RequestFilter Filter, string People);
