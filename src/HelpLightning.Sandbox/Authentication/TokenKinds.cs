namespace HelpLightning.Sandbox.Authentication;

/// <summary>The kinds of token. A route takes some of them and refuses the others.</summary>
[Flags]
internal enum TokenKinds
{
    /// <summary>The API key is enough.</summary>
    None = 0,

    /// <summary>Signed by the site's or the workspace's partner key.</summary>
    Partner = 1,

    /// <summary>For a whole site, got by an administrator.</summary>
    Enterprise = 2,

    /// <summary>For one workspace, got from its site.</summary>
    Workspace = 4,

    /// <summary>For one person, got by signing in or through the enterprise.</summary>
    User = 8,

    /// <summary>Allows to call somebody, nothing else.</summary>
    Contact = 16,

    /// <summary>For one member of one session.</summary>
    Session = 32,

    /// <summary>For the media server; no route of the API takes it.</summary>
    Gss = 64,

    /// <summary>For one person in one help thread.</summary>
    Workbox = 128,

    /// <summary>What the facts call an enterprise token.</summary>
    AnyEnterprise = Partner | Enterprise | Workspace,
}
