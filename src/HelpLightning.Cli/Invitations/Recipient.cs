using System.CommandLine;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Invitations;

/// <summary>Whom to write to: an e-mail address, a telephone number, or both.</summary>
internal sealed class Recipient
{
    private const int LongestText = 255;
    private const int LongestNumber = 15;
    private const int ShortestNumber = 7;

    private readonly Option<string?> _email = new("--email") { HelpName = "ADDRESS", Description = "Send it by e-mail" };

    private readonly Option<string?> _phone = new("--phone")
    {
        HelpName = "NUMBER",
        Description = "Send it by SMS, to a number such as +15551234567",
    };

    public void AddTo(Command command)
    {
        command.Add(_email);
        command.Add(_phone);
    }

    public string? Email(ParseResult parsed)
    {
        string? email = parsed.GetValue(_email)?.Trim();
        return email is null || InvitationRow.Problem(email, "anybody") is null
            ? email
            : throw CommandException.Usage("--email wants an e-mail address such as ann@example.com.");
    }

    /// <summary>In E.164; spaces, dashes and brackets are taken out.</summary>
    public string? Phone(ParseResult parsed)
    {
        if (parsed.GetValue(_phone) is not { } typed)
        {
            return null;
        }

        string number = string.Concat(typed.Where(static c => c is not (' ' or '-' or '(' or ')' or '.')));
        return number.Length > ShortestNumber && number.Length <= LongestNumber + 1
            && number[0] == '+' && !number.AsSpan(1).ContainsAnyExceptInRange('0', '9')
            ? number
            : throw CommandException.Usage("--phone wants a number with its country code, such as +15551234567.");
    }

    /// <exception cref="CommandException">Neither is given.</exception>
    public void Require(ParseResult parsed, string otherwise = "")
    {
        if (Email(parsed) is null && Phone(parsed) is null)
        {
            throw CommandException.Usage($"Whom? Give --email, --phone or both.{otherwise}");
        }
    }

    /// <summary>For a question: <c>by e-mail to a@example.com and by SMS to +15551234567</c>.</summary>
    public string Words(ParseResult parsed) => string.Join(" and ", new[]
    {
        Email(parsed) is { } email ? $"by e-mail to {email}" : "", Phone(parsed) is { } phone ? $"by SMS to {phone}" : "",
    }.Where(static part => part.Length > 0));

    /// <summary>A name or a few words that go along.</summary>
    public static string? Text(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is not { } text ? null
        : text.Length <= LongestText && !text.AsSpan().ContainsAny('<', '>') ? text
        : throw CommandException.Usage($"{option.Name} wants up to {LongestText} characters, and no < or >.");
}
