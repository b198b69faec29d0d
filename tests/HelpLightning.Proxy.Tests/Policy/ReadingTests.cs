namespace HelpLightning.Proxy.Tests.Policy;

public sealed class ReadingTests
{
    /// <summary>Each by itself: what is left of the closure without a step lacks the reading here.</summary>
    [Theory]
    [InlineData("/a%2Fb%2e%2Fc%25", "/a%2Fb.%2Fc%25")]
    [InlineData("/a%2Fb%2e%2Fc%25", "/a/b%2e/c%25")]
    [InlineData("/a%2Fb%2e%2Fc%25", "/a%2Fb%2e%2Fc%")]
    [InlineData("/a%2Fb%2e%2Fc%25", "/a/b./c%")]
    [InlineData("/a%252fb", "/a/b")]
    [InlineData("/%2525252525", "/%")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/b/.", "/a/b/")]
    [InlineData("/../../a", "/a")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/a//../b", "/b")]
    [InlineData("/a///b", "/a/b")]
    [InlineData("/a\\b", "/a/b")]
    [InlineData("/a%5cb", "/a/b")]
    [InlineData("/a;x/b;y/c", "/a/b/c")]
    [InlineData("/a;x/b;y/c", "/a")]
    [InlineData("/a;x/b;y", "/a;x/b")]
    [InlineData("/a#b", "/a")]
    [InlineData("/a%23b%3fc", "/a#b?c")]
    [InlineData("/a%3fb%23c", "/a")]
    [InlineData("/a/", "/a")]
    [InlineData("/a%20/b.", "/a/b")]
    [InlineData("/%20../b", "/b")]
    [InlineData("/%EF%BC%85%EF%BC%92%EF%BC%A6", "//")]
    [InlineData("/%E2%84%AA", "/K")]
    [InlineData("/%F0%9D%90%9Adm%F0%9D%95%80n", "/admIn")]
    [InlineData("/%E2%93%9F%EF%AC%81x%F0%9D%9F%97", "/pfix9")]
    [InlineData("/me%C2%A0", "/me")]
    [InlineData("/m%E2%80%AEe%EF%B8%8F", "/me")]
    public void A_path_can_be_read_as(string path, string reading) => Assert.Contains(reading, PathReadings.Of(path, out _)!);

    [Theory]
    [InlineData("/a", 1)]
    [InlineData("/a%41", 2)]
    [InlineData("/a%25", 2)]
    [InlineData("/a;b=c", 2)]
    public void A_path_has_no_readings_but_these(string path, int count)
    {
        List<string> readings = PathReadings.Of(path, out string? problem)!;
        Assert.Null(problem);
        Assert.Equal(count, readings.Count);
        Assert.Equal(path, readings[0]);
    }

    [Theory]
    [InlineData("https%3A%2F%2Fexample.com%2Fa.b%3Fq%3D1%26r%3D%25%23f")]
    [InlineData("%E2%82%AC%20100%25%20/%20a;b=c%2Fd")]
    [InlineData("C%3A%5Cfiles%5Cnew%20one.txt")]
    public void What_an_honest_client_writes_has_far_fewer_readings_than_the_most(string rest) =>
        Assert.InRange(PathReadings.Of("/api/" + rest, out _)!.Count, 2, 100);

    [Theory]
    [InlineData("/api/a.b/c-d_e~f/ann@x.org", true)]
    [InlineData("/api", true)]
    [InlineData("/", false)]
    [InlineData("/api/", false)]
    [InlineData("/api//b", false)]
    [InlineData("//api", false)]
    [InlineData("/api/.b", false)]
    [InlineData("/api/b.", false)]
    [InlineData("/api/b./c", false)]
    [InlineData("/api/%41", false)]
    [InlineData("/api/a;b", false)]
    [InlineData("/api/a\\b", false)]
    [InlineData("/api/a#b", false)]
    [InlineData("/api/a b", false)]
    public void A_plain_path_is_its_only_reading(string path, bool isPlain)
    {
        Assert.Equal(isPlain, PathReadings.IsPlain(path));
        Assert.True(!isPlain || PathReadings.Of(path, out _)!.Count == 1);
    }
}
