namespace HelpLightning.Client;

/// <summary>What a route wants in <c>Authorization</c>. The API tells routes apart by it.</summary>
internal enum TokenKind
{
    /// <summary>Nothing: the API key is enough.</summary>
    None,

    /// <summary>A partner, enterprise or workspace token.</summary>
    Enterprise,

    /// <summary>A user's token.</summary>
    User,

    /// <summary>Either of the two above.</summary>
    EnterpriseOrUser,

    /// <summary>A session token: it names the session, so the path does not.</summary>
    Session,

    /// <summary>A help thread's token: it names the thread.</summary>
    HelpThread,
}
