using HelpLightning.Client;

namespace HelpLightning.Export.Tests;

/// <summary>What a job was given and what came of it are equal when they hold the same.</summary>
public sealed class EqualityTests
{
    [Fact]
    public void Lists_and_columns_are_compared_by_what_they_hold()
    {
        AreEqual(() => new SiteExportResult { Path = "p", Rows = [new("users", 3)] }, new SiteExportResult { Path = "p", Rows = [new("users", 4)] });
        AreEqual(
            () => new SiteExportResult { Path = "p", Warnings = [new(ExportWarningKind.RowsMissing, "3 rows")] },
            new SiteExportResult { Path = "p", Warnings = [new(ExportWarningKind.RowsMissing, "4 rows")] });
        HelpLightningNotFoundException error = new("Gone.");
        AreEqual(
            () => new AttachmentDownloadResult { Failures = [new(new CallId("1"), 2, error)] },
            new AttachmentDownloadResult { Failures = [new(new CallId("1"), 3, error)] });
        AreEqual(() => new AttachmentSelection { Tags = ["a", "b"] }, new AttachmentSelection { Tags = ["b", "a"] });
        AreEqual(
            () => new CallReportRow { Id = "1", AdditionalColumns = new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" } },
            new CallReportRow { Id = "1", AdditionalColumns = new Dictionary<string, string> { ["x"] = "1", ["y"] = "3" } });
        Assert.Equal(
            new CallReportRow { AdditionalColumns = new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" } },
            new CallReportRow { AdditionalColumns = new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" } });
        Assert.Equal(new CallReportRow(), new CallReportRow { AdditionalColumns = new Dictionary<string, string>() });
    }

    private static void AreEqual<T>(Func<T> make, T other)
    {
        Assert.Equal(make(), make());
        Assert.Equal(make()!.GetHashCode(), make()!.GetHashCode());
        Assert.NotEqual(make(), other);
    }
}
