using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Proxy;

/// <summary>Reads a policy's JSON. By hand: who mistyped a name must be told where, or a rule is left out and nobody knows.</summary>
internal ref struct PolicyFileReader
{
    private static readonly string[] Names = ["read_only", "allow", "deny", "act_as", "requests_per_second", "burst"];
    private static readonly string[] ActAsNames = ["user", "allowed"];

    private readonly ReadOnlySpan<byte> _content;
    private readonly string _file;
    private Utf8JsonReader _reader;

    /// <param name="content">Without a byte order mark.</param>
    /// <param name="file">Its name, for errors.</param>
    public PolicyFileReader(ReadOnlySpan<byte> content, string file)
    {
        _content = content;
        _file = file;
        _reader = new Utf8JsonReader(
            content, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 8 });
    }

    /// <exception cref="ProxyPolicyException">It is no policy.</exception>
    public ProxyPolicy Read()
    {
        bool readOnly = false;
        ImmutableArray<ProxyRule> allow = [];
        ImmutableArray<ProxyRule> deny = [];
        ActAsPolicy actAs = ActAsPolicy.Nobody;
        double? rate = null;
        int? burst = null;
        (int, int) burstAt = default;
        HashSet<string> seen = [];

        Next();
        Begin(JsonTokenType.StartObject, "The policy", """{ "allow": ["GET /v1r1/**"] }""");
        while (NextName(seen, Names, "a policy") is { } name)
        {
            switch (name)
            {
                case "read_only":
                    readOnly = ReadBoolean(name);
                    break;
                case "allow":
                    allow = ReadRules(name);
                    break;
                case "deny":
                    deny = ReadRules(name);
                    break;
                case "act_as":
                    actAs = ReadActAs();
                    break;
                case "requests_per_second":
                    rate = ReadRate(name);
                    break;
                default:
                    burstAt = Here();
                    burst = ReadBurst(name);
                    break;
            }
        }

        // What follows the object is no JSON, and the reader says so.
        Next();
        if (burst is not null && rate is null)
        {
            throw Wrong(burstAt, "There is \"burst\" and no \"requests_per_second\"", "Write both, or take \"burst\" away.");
        }

        return new ProxyPolicy
        {
            Allow = allow,
            Deny = deny,
            ReadOnly = readOnly,
            ActAs = actAs,
            RateLimit = rate is { } perSecond ? new RateLimit(perSecond, burst) : null,
        };
    }

    private ActAsPolicy ReadActAs()
    {
        Begin(JsonTokenType.StartObject, "\"act_as\"", """{ "user": "ann@example.com" } or { "allowed": ["*@example.com"] }""");
        ActAsPolicy policy = ActAsPolicy.Nobody;
        HashSet<string> seen = [];
        while (NextName(seen, ActAsNames, "\"act_as\"") is { } name)
        {
            policy = name == "user"
                ? new ActAsPolicy { User = ReadUser(name), Allowed = policy.Allowed }
                : new ActAsPolicy { User = policy.User, Allowed = ReadAllowed(name) };
        }

        return policy;
    }

    private readonly string ReadUser(string name)
    {
        string user = ReadText(name, "\"ann@example.com\"");
        try
        {
            return new ActAsPolicy { User = user }.User!;
        }
        catch (ProxyPolicyException e)
        {
            throw Wrong(Here(), e.Finding.TrimEnd('.'), e.Remedy);
        }
    }

    private ImmutableArray<string> ReadAllowed(string name)
    {
        List<string> patterns = [];
        const string Such = "\"*@example.com\"";
        Begin(JsonTokenType.StartArray, $"\"{name}\"", $"[{Such}]");
        while (Next() != JsonTokenType.EndArray)
        {
            (int, int) at = Here();
            string pattern = ReadText($"{name}[{patterns.Count}]", Such);
            if (patterns.Count == ProxyPolicy.MostRules)
            {
                throw Wrong(at, $"\"{name}\" has more than {ProxyPolicy.MostRules} patterns", "Join some of them with *.");
            }

            try
            {
                patterns.Add(new ActAsPolicy { Allowed = [pattern] }.Allowed[0]);
            }
            catch (ProxyPolicyException e)
            {
                throw Wrong(at, e.Finding.TrimEnd('.'), e.Remedy);
            }
        }

        return [.. patterns];
    }

    private ImmutableArray<ProxyRule> ReadRules(string name)
    {
        List<ProxyRule> rules = [];
        const string Such = "\"GET /v1r1/**\"";
        (int, int) start = Here();
        Begin(JsonTokenType.StartArray, $"\"{name}\"", $"[{Such}]");
        while (Next() != JsonTokenType.EndArray)
        {
            (int, int) at = Here();
            string text = ReadText($"{name}[{rules.Count}]", Such);
            if (rules.Count == ProxyPolicy.MostRules)
            {
                throw Wrong(at, $"\"{name}\" has more than {ProxyPolicy.MostRules} rules", "Join some of them with * and **.");
            }

            try
            {
                rules.Add(ProxyRule.Parse(text));
            }
            catch (ProxyPolicyException e)
            {
                throw Wrong(at, e.Finding.TrimEnd('.'), e.Remedy);
            }
        }

        // Who writes an empty list of what is allowed does not mean "all", which no list at all is.
        return rules.Count == 0 && name == "allow"
            ? throw Wrong(
                start, "\"allow\" is empty", "Take it away to allow all, or refuse all with \"deny\": [\"* /api/**\", \"* /auth/**\"].")
            : [.. rules];
    }

    private bool ReadBoolean(string name) => _reader.TokenType is JsonTokenType.True or JsonTokenType.False
        ? _reader.GetBoolean()
        : throw WrongType($"\"{name}\"", "true or false", "true");

    private double ReadRate(string name)
    {
        if (_reader.TokenType != JsonTokenType.Number)
        {
            throw WrongType($"\"{name}\"", "a number", "20");
        }

        return _reader.TryGetDouble(out double rate) && rate is >= 0.001 and <= 100_000
            ? rate
            : throw Wrong(Here(), $"\"{name}\" is out of its range", "Write 0.001 to 100000.");
    }

    private int ReadBurst(string name)
    {
        if (_reader.TokenType != JsonTokenType.Number)
        {
            throw WrongType($"\"{name}\"", "a whole number", "40");
        }

        return _reader.TryGetInt32(out int burst) && burst is >= 1 and <= 1_000_000
            ? burst
            : throw Wrong(Here(), $"\"{name}\" is no whole number in its range", "Write 1 to 1000000.");
    }

    private readonly string ReadText(string name, string such) => _reader.TokenType == JsonTokenType.String
        ? Text()
        : throw WrongType($"\"{name}\"", "text", such);

    /// <summary>Leaves the reader at the name's value.</summary>
    private string? NextName(HashSet<string> seen, string[] known, string of)
    {
        if (Next() == JsonTokenType.EndObject)
        {
            return null;
        }

        (int, int) at = Here();
        string name = Text();
        if (!known.Contains(name, StringComparer.Ordinal))
        {
            string shown = PathReadings.Shown(name.Length > 40 ? name[..40] : name);
            throw Wrong(at, $"\"{shown}\" is no setting of {of}", NearestName.Of(name.Length > 40 ? "" : name, known) is { } near
                ? $"Did you mean \"{near}\"?"
                : $"Write one of {string.Join(", ", known)}.");
        }

        if (!seen.Add(name))
        {
            throw Wrong(at, $"\"{name}\" is there twice", "Join the two, or take one away.");
        }

        Next();
        return name;
    }

    private readonly void Begin(JsonTokenType type, string what, string such)
    {
        if (_reader.TokenType != type)
        {
            throw WrongType(what, type == JsonTokenType.StartArray ? "a list in [ ]" : "an object in { }", such);
        }
    }

    private JsonTokenType Next()
    {
        try
        {
            return _reader.Read() ? _reader.TokenType : JsonTokenType.None;
        }
        catch (JsonException e)
        {
            // Its words may quote what stands there, and a wrong file can be a secret one.
            int line = (int)(e.LineNumber ?? 0);
            throw Wrong(
                (line + 1, Column(line, (int)(e.BytePositionInLine ?? 0))), "The JSON is broken here",
                "Look for a comma, a quote or a bracket that is missing or too many; or the file is only half written.");
        }
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(Here(), "This text is not Unicode", "Write it in UTF-8, without halves of surrogate pairs.");
        }
    }

    private readonly (int Line, int Column) Here()
    {
        int start = (int)_reader.TokenStartIndex;
        int line = _content[..start].Count((byte)'\n');
        return (line + 1, Column(line, start - _content[..start].LastIndexOf((byte)'\n') - 1));
    }

    private readonly int Column(int line, int bytes)
    {
        ReadOnlySpan<byte> rest = _content;
        for (int i = 0; i < line; i++)
        {
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        }

        return Encoding.UTF8.GetCharCount(rest[..Math.Min(bytes, rest.Length)]) + 1;
    }

    private readonly ProxyPolicyException WrongType(string what, string wanted, string such)
    {
        string found = _reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "text",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "true or false",
            _ => "null",
        };
        return Wrong(Here(), $"{what} is {found} and wants to be {wanted}", $"Write {such}.");
    }

    private readonly ProxyPolicyException Wrong((int Line, int Column) at, string what, string remedy) =>
        new($"{_file}, line {at.Line}, column {at.Column}: {what}.", remedy);
}
