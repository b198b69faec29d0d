namespace HelpLightning.Client;

/// <summary>What a link opens.</summary>
public enum LinkType
{
    /// <summary>One call, once; the wire says <c>otu</c>.</summary>
    OneTime,

    /// <summary>The user's own meeting room, again and again; the wire says <c>mhs</c>.</summary>
    MyHelpSpace,

    /// <summary>A call that is going on, for a third party; the wire says <c>tpi</c>.</summary>
    RunningCall,
}
