namespace HelpLightning.PartnerKeys;

/// <summary>Why a token was refused, in the order in which the checks are made.</summary>
public enum PartnerTokenProblem
{
    /// <summary>There is no token.</summary>
    Empty,

    /// <summary>More than 8 KiB.</summary>
    TooLarge,

    /// <summary>Not header, claims and signature with two dots between them (RFC 7515 section 7.1).</summary>
    NotThreeParts,

    /// <summary>A part is not unpadded, canonical base64url (RFC 7515 section 2).</summary>
    NotBase64Url,

    /// <summary>The header is not one JSON object in UTF-8 without duplicate members (RFC 7515 section 4).</summary>
    MalformedHeader,

    /// <summary>The algorithm is not exactly RS256 (RFC 8725 section 3.1).</summary>
    AlgorithmNotAllowed,

    /// <summary>The header has <c>crit</c>, and no extension is supported (RFC 7515 section 4.1.11).</summary>
    CriticalExtension,

    /// <summary>The header asks for something that changes how the token is read: <c>b64</c>, <c>zip</c> or <c>enc</c>.</summary>
    UnsupportedHeader,

    /// <summary>The signature is not as long as the key's modulus, or missing (RFC 8017 section 8.2.2).</summary>
    SignatureLength,

    /// <summary>No key of the site made this signature: another key did, or the token was changed afterwards.</summary>
    SignedByAnotherKey,

    /// <summary>The claims are not one JSON object in UTF-8 without duplicate members (RFC 7519 section 4).</summary>
    MalformedClaims,

    /// <summary><c>iss</c> is not <c>Ghazal</c>.</summary>
    WrongIssuer,

    /// <summary><c>aud</c> is not <c>Ghazal</c> and no array that holds it (RFC 7519 section 4.1.3).</summary>
    WrongAudience,

    /// <summary><c>sub</c> is not <c>Partner:</c> and a site id.</summary>
    MalformedSubject,

    /// <summary><c>sub</c> names another site.</summary>
    WrongSite,

    /// <summary>There is no <c>exp</c>.</summary>
    MissingExpiry,

    /// <summary><c>exp</c> is not a number of seconds from 1970 to the year 9999.</summary>
    MalformedExpiry,

    /// <summary><c>exp</c> has passed (RFC 7519 section 4.1.4).</summary>
    Expired,

    /// <summary><c>nbf</c> or <c>iat</c> is not a number of seconds from 1970 to the year 9999.</summary>
    MalformedTime,

    /// <summary><c>nbf</c> is still to come (RFC 7519 section 4.1.5).</summary>
    NotYetValid,

    /// <summary><c>iat</c> is still to come: the signer's clock is ahead of ours.</summary>
    IssuedInFuture,
}
