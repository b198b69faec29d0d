namespace HelpLightning.Sandbox;

/// <summary>How an expired token is answered. Clients of the vendor handle both forms, so both have been seen.</summary>
public enum ExpiredTokenAnswer
{
    /// <summary>400 with a JSON body whose <c>code</c> is 1003.</summary>
    BadRequest400Code1003,

    /// <summary>401 with the bare text <c>Token expired</c>.</summary>
    Unauthorized401Text,
}
