namespace HelpLightning.Cli.Output;

/// <summary>Something to print of a thing.</summary>
/// <param name="Name">What <c>--fields</c>, the CSV header and JSON call it.</param>
/// <param name="Get">From the thing to the cell.</param>
/// <param name="InTable">Is it in a table unless other fields are asked for?</param>
/// <param name="IsKey">Something to copy into the next command, such as an id: a table never cuts it.</param>
/// <param name="IsLastInTable">Long, and seldom what a table is looked at for: it gives way first where there is no room.</param>
/// <param name="ApiName">What the API calls it where that is another name.</param>
internal sealed record Field<T>(
    string Name, Func<T, FieldValue> Get, bool InTable = false, bool IsKey = false, bool IsLastInTable = false, string? ApiName = null);
