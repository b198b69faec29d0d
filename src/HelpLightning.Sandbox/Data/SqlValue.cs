namespace HelpLightning.Sandbox.Data;

/// <summary>A value on its way into a statement, without boxing.</summary>
internal readonly struct SqlValue
{
    private SqlValue(Kind kind, long number = 0, object? reference = null)
    {
        Type = kind;
        Number = number;
        Reference = reference;
    }

    public enum Kind
    {
        Null,
        Number,
        Text,
        Blob,
    }

    public Kind Type { get; }

    public long Number { get; }

    public object? Reference { get; }

    public static implicit operator SqlValue(long value) => new(Kind.Number, value);

    public static implicit operator SqlValue(long? value) => value is { } number ? new(Kind.Number, number) : default;

    public static implicit operator SqlValue(int value) => new(Kind.Number, value);

    public static implicit operator SqlValue(bool value) => new(Kind.Number, value ? 1 : 0);

    public static implicit operator SqlValue(string? value) => value is null ? default : new(Kind.Text, reference: value);

    public static implicit operator SqlValue(byte[]? value) => value is null ? default : new(Kind.Blob, reference: value);
}
