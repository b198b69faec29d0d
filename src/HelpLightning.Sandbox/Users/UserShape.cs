namespace HelpLightning.Sandbox.Users;

/// <summary>Which fields of a person an answer has.</summary>
internal enum UserShape
{
    /// <summary>All, without a token.</summary>
    Row,

    /// <summary>All, with a token: the v1r1 detail.</summary>
    Detail,

    /// <summary>The older and shorter rows of v1, with a token each.</summary>
    V1,

    /// <summary>The members of a group: all but six fields.</summary>
    Member,
}
