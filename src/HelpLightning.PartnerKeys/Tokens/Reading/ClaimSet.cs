using System.Text.Json;
using System.Text.Unicode;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The claims of a token whose signature has been verified, read in one pass; then judged in a fixed order, so that
/// one token always has one reason.
/// </summary>
internal struct ClaimSet
{
    private Members _seen;
    private bool _needsFullCheck;
    private bool _issuerIsRight;
    private string? _issuer;
    private bool _audienceIsRight;
    private string? _audience;
    private string? _subject;
    private bool _expiryIsRight;
    private bool _notBeforeIsRight;
    private bool _issuedAtIsRight;
    private DateTimeOffset _expiry;
    private DateTimeOffset _notBefore;
    private DateTimeOffset _issuedAt;

    [Flags]
    private enum Members
    {
        None = 0,
        Issuer = 1,
        Audience = 2,
        Subject = 4,
        Expiry = 8,
        NotBefore = 16,
        IssuedAt = 32,
    }

    /// <summary>Reads the claims.</summary>
    /// <returns>Null when they are sound JSON, else what is wrong in words.</returns>
    public static string? Read(ReadOnlySpan<byte> json, out ClaimSet claims)
    {
        claims = default;
        if (!Utf8.IsValid(json))
        {
            return "they are not UTF-8";
        }

        try
        {
            Utf8JsonReader reader = new(json, StrictJson.ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "they are not a JSON object";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!claims.ReadMember(ref reader))
                {
                    return "a member is there twice";
                }
            }

            // Reading on finds anything that follows the object.
            _ = reader.Read();
            return claims._needsFullCheck ? StrictJson.Check(json) : null;
        }
        catch (JsonException)
        {
            return "they are not one JSON object";
        }
        catch (InvalidOperationException)
        {
            return "a string holds half of a surrogate pair";
        }
    }

    public readonly PartnerTokenVerdict Judge(SiteId site, PartnerTokenVerifierOptions options)
    {
        if (!_issuerIsRight)
        {
            return Refused(PartnerTokenProblem.WrongIssuer, Mismatch("issuer", Members.Issuer, _issuer, PartnerTokenFormat.Issuer));
        }

        if (!_audienceIsRight)
        {
            return Refused(PartnerTokenProblem.WrongAudience,
                Mismatch("audience", Members.Audience, _audience, PartnerTokenFormat.Audience));
        }

        if (!TrySubjectSite(out SiteId subjectSite))
        {
            return Refused(PartnerTokenProblem.MalformedSubject,
                Mismatch("subject", Members.Subject, _subject, $"{PartnerTokenFormat.SubjectPrefix}{site}"));
        }

        return subjectSite == site
            ? JudgeTimes(site, options)
            : Refused(PartnerTokenProblem.WrongSite, $"subject is site {subjectSite}, expected {site}");
    }

    private static PartnerTokenVerdict Refused(PartnerTokenProblem problem, string reason) => PartnerTokenVerdict.Refused(problem, reason);

    private readonly PartnerTokenVerdict JudgeTimes(SiteId site, PartnerTokenVerifierOptions options)
    {
        if (!Has(Members.Expiry))
        {
            return Refused(PartnerTokenProblem.MissingExpiry, "it has no expiry (exp)");
        }

        if (!_expiryIsRight)
        {
            return Refused(PartnerTokenProblem.MalformedExpiry, "its expiry (exp) is not a number of seconds from 1970 to the year 9999");
        }

        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        if (now - _expiry >= options.ExpiryTolerance)
        {
            return Refused(PartnerTokenProblem.Expired, $"expired {Duration.InWords(now - _expiry)} ago");
        }

        if ((Has(Members.NotBefore) && !_notBeforeIsRight) || (Has(Members.IssuedAt) && !_issuedAtIsRight))
        {
            string name = _notBeforeIsRight || !Has(Members.NotBefore) ? "iat" : "nbf";
            return Refused(PartnerTokenProblem.MalformedTime, $"its {name} is not a number of seconds from 1970 to the year 9999");
        }

        if (_notBefore - now > options.FutureTolerance)
        {
            return Refused(PartnerTokenProblem.NotYetValid, $"not valid for another {Duration.InWords(_notBefore - now)} (nbf)");
        }

        if (_issuedAt - now > options.FutureTolerance)
        {
            return Refused(
                PartnerTokenProblem.IssuedInFuture,
                $"issued {Duration.InWords(_issuedAt - now)} in the future (iat): the clocks of signer and verifier differ");
        }

        return PartnerTokenVerdict.Valid(new PartnerTokenClaims(
            site, _expiry, Has(Members.NotBefore) ? _notBefore : null, Has(Members.IssuedAt) ? _issuedAt : null));
    }

    private readonly bool Has(Members member) => (_seen & member) != 0;

    private readonly string Mismatch(string what, Members member, string? found, string expected)
    {
        if (!Has(member))
        {
            return $"it has no {what}, expected '{expected}'";
        }

        return found is null ? $"its {what} is not text, expected '{expected}'" : $"{what} is {Snippet.Of(found)}, expected '{expected}'";
    }

    private readonly bool TrySubjectSite(out SiteId site)
    {
        site = default;
        return _subject is not null && _subject.StartsWith(PartnerTokenFormat.SubjectPrefix, StringComparison.Ordinal)
            && SiteId.TryParse(_subject.AsSpan(PartnerTokenFormat.SubjectPrefix.Length), null, out site);
    }

    /// <returns>False when the member was there before.</returns>
    private bool ReadMember(ref Utf8JsonReader reader)
    {
        _needsFullCheck |= reader.ValueIsEscaped;
        Members member = Identify(ref reader);
        if ((_seen & member) != 0)
        {
            return false;
        }

        _seen |= member;
        _ = reader.Read();
        _needsFullCheck |= reader.ValueIsEscaped;
        switch (member)
        {
            case Members.Issuer:
                _issuerIsRight = ReadText(ref reader, PartnerTokenFormat.Issuer, ref _issuer);
                break;
            case Members.Audience:
                ReadAudience(ref reader);
                break;
            case Members.Subject:
                _subject = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                break;
            case Members.Expiry:
                _expiryIsRight = NumericDate.TryRead(ref reader, out _expiry);
                break;
            case Members.NotBefore:
                _notBeforeIsRight = NumericDate.TryRead(ref reader, out _notBefore);
                break;
            case Members.IssuedAt:
                _issuedAtIsRight = NumericDate.TryRead(ref reader, out _issuedAt);
                break;
            default:
                _needsFullCheck = true;
                break;
        }

        _needsFullCheck |= reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        reader.Skip();
        return true;
    }

    private static Members Identify(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("iss"u8) ? Members.Issuer
        : reader.ValueTextEquals("sub"u8) ? Members.Subject
        : reader.ValueTextEquals("aud"u8) ? Members.Audience
        : reader.ValueTextEquals("exp"u8) ? Members.Expiry
        : reader.ValueTextEquals("nbf"u8) ? Members.NotBefore
        : reader.ValueTextEquals("iat"u8) ? Members.IssuedAt
        : Members.None;

    private static bool ReadText(ref Utf8JsonReader reader, string expected, ref string? found)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (reader.ValueTextEquals(expected))
        {
            return true;
        }

        found = reader.GetString();
        return false;
    }

    /// <summary>A string, or an array of strings of which one is right (RFC 7519 section 4.1.3).</summary>
    private void ReadAudience(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _audienceIsRight = ReadText(ref reader, PartnerTokenFormat.Audience, ref _audience);
            return;
        }

        _needsFullCheck = true;
        bool allText = true;
        bool found = false;
        int depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            allText &= reader.TokenType == JsonTokenType.String;
            found |= allText && ReadText(ref reader, PartnerTokenFormat.Audience, ref _audience);
        }

        _audienceIsRight = allText && found;
        _audience = allText ? _audience ?? "" : null;
    }
}
