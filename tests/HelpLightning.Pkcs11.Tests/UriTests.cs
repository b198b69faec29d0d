using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Pins;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>RFC 7512, whole and strict.</summary>
public sealed class UriTests
{
    [Fact]
    public void Every_attribute_is_read()
    {
        Pkcs11Uri uri = Pkcs11UriReader.Read(
            "PKCS11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;serial=4A&B;model=1.0;object=my-key%3b%C3%A4"
            + ";type=private;id=%69%95%3E%5C%F4%00%ff;slot-id=327;slot-description=A%2FB;slot-manufacturer=C;library-manufacturer=D"
            + ";library-description=E;library-version=3?module-name=softhsm2&module-path=/usr/lib/x.so&pin-source=file:/etc/token_pin%3Fx&x-vendor=1");
        Assert.Equal("The Software PKCS#11 Softtoken", uri.Token);
        Assert.Equal("Snake Oil, Inc.", uri.Manufacturer);
        Assert.Equal("4A&B", uri.Serial);
        Assert.Equal("1.0", uri.Model);
        Assert.Equal("my-key;ä", uri.Object);
        Assert.Equal([0x69, 0x95, 0x3E, 0x5C, 0xF4, 0x00, 0xFF], uri.Id);
        Assert.Equal(327UL, uri.SlotId);
        Assert.Equal("A/B", uri.SlotDescription);
        Assert.Equal("C", uri.SlotManufacturer);
        Assert.Equal("D", uri.LibraryManufacturer);
        Assert.Equal("E", uri.LibraryDescription);
        Assert.Equal(new Version(3, 0), uri.LibraryVersion);
        Assert.Equal("softhsm2", uri.ModuleName);
        Assert.Equal("/usr/lib/x.so", uri.ModulePath);
        Assert.Equal("file:/etc/token_pin?x", uri.PinSource);
        Assert.Equal(["x-vendor"], uri.Unknown);
    }

    [Theory]
    [InlineData("pkcs11:")]
    [InlineData("pkcs11:token=")]
    [InlineData("pkcs11:object=a=b")]
    [InlineData("pkcs11:?pin-value=12|34")]
    public void These_are_URIs(string uri) => Pkcs11UriReader.Read(uri);

    /// <summary>The words that the error must hold.</summary>
    [Theory]
    [InlineData("file:x", "does not begin with pkcs11:")]
    [InlineData("pkcs11:token", "not NAME=VALUE")]
    [InlineData("pkcs11:token=a;", "not NAME=VALUE")]
    [InlineData("pkcs11:=a", "not NAME=VALUE")]
    [InlineData("pkcs11:to%6ben=a", "not NAME=VALUE")]
    [InlineData("pkcs11:token=a;token=b", "token twice")]
    [InlineData("pkcs11:?pin-value=a&pin-value=a", "pin-value twice")]
    [InlineData("pkcs11:token=a b", "percent-encoded there, ' '")]
    [InlineData("pkcs11:token=a/b", "percent-encoded there, '/'")]
    [InlineData("pkcs11:token=ä", "percent-encoded there, 'ä'")]
    [InlineData("pkcs11:token=a#b", "percent-encoded there, '#'")]
    [InlineData("pkcs11:token=a%2", "two hex digits")]
    [InlineData("pkcs11:token=a%zz", "two hex digits")]
    [InlineData("pkcs11:token=%ff", "is not UTF-8")]
    [InlineData("pkcs11:tokens=a", "'tokens'")]
    [InlineData("pkcs11:x-mine=a", "'x-mine'")]
    [InlineData("pkcs11:Token=a", "'Token'")]
    [InlineData("pkcs11:pin-value=SECRET", "belongs into the query")]
    [InlineData("pkcs11:type=public", "what signs is a private key")]
    [InlineData("pkcs11:type=key", "a type that there is not, 'key'")]
    [InlineData("pkcs11:slot-id=-1", "slot-id")]
    [InlineData("pkcs11:slot-id=99999999999999999999", "slot-id")]
    [InlineData("pkcs11:library-version=1.2.3", "library-version")]
    [InlineData("pkcs11:library-version=a", "library-version")]
    [InlineData("pkcs11:?pin-value=SECRET&pin-source=/a", "both pin-source and pin-value")]
    [InlineData("pkcs11:?pin-value=SECRET;1", "must be percent-encoded there.")]
    public void These_are_refused_with_words_that_hold_no_PIN(string uri, string words)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => Pkcs11UriReader.Read(uri));
        Assert.Equal(PartnerKeyProblem.UriUnusable, e.Problem);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkcs11:token=hl;object=partner", "pkcs11:token=hl;object=partner")]
    [InlineData("pkcs11:token=hl?pin-value=1234&module-path=/a.so", "pkcs11:token=hl?pin-value=...&module-path=/a.so")]
    [InlineData("pkcs11:token=hl?pin-valu=1234&pin-source=/a", "pkcs11:token=hl?pin-valu=...&pin-source=/a")]
    [InlineData("pkcs11:token=hl?pin-value=12 34", "pkcs11:...")]
    [InlineData("pkcs11:pin-value=1234", "pkcs11:...")]
    public void It_is_shown_without_the_PIN(string uri, string shown)
    {
        Assert.Equal(shown, new Pkcs11Scheme().Show(uri));
        Assert.DoesNotContain("1234", $"{(shown == "pkcs11:..." ? null : Pkcs11UriReader.Read(uri))}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("file:")]
    [InlineData("file://")]
    [InlineData("file:///")]
    [InlineData("file://localhost")]
    [InlineData("file://LOCALHOST")]
    public void A_PIN_file_is_a_path_or_a_file_URI(string prefix)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Paths of Windows have a drive.");
        string file = Path.GetTempFileName(); // an absolute path: file: and it is file:/path, file:// and it is file:///path
        try
        {
            File.WriteAllText(file, "123456\r\nmore\n");
            string source = prefix == "file:///" ? prefix + file[1..] : prefix + file;
            using Pin pin = PinSource.Of(Pkcs11UriReader.Read($"pkcs11:?pin-source={source}"))!.Read();
            Assert.Equal("123456"u8, pin.Bytes);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("|/usr/bin/pin", "no command is run here")]
    [InlineData("%7Ccat", "no command is run here")]
    [InlineData("file://example.com/pin", "of another machine")]
    [InlineData("file:pin", "no file URI")]
    [InlineData("file://localhost", "no file URI")]
    [InlineData("", "names no file")]
    [InlineData("a%00b", "names no file")]
    [InlineData("credential:..%2fx", "not that of a credential")]
    public void Other_sources_of_a_PIN_are_refused(string source, string words)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(
            () => PinSource.Of(Pkcs11UriReader.Read($"pkcs11:?pin-source={source.Replace("%2f", "/", StringComparison.Ordinal)}")));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PIN_is_wiped()
    {
        Pin pin = new("1234"u8);
        ReadOnlySpan<byte> bytes = pin.Bytes;
        pin.Dispose();
        Assert.Equal(new byte[4], bytes);
    }

    [Fact]
    public void A_line_without_an_end_is_no_PIN()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, new string('1', 5000));
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PinSource.Of(Pkcs11UriReader.Read($"pkcs11:?pin-source={file}"))!.Read());
            Assert.Contains("is no PIN", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("module-path=/no/such/module.so", "There is no PKCS#11 module '/no/such/module.so'", "softhsm2")]
    [InlineData("module-path=relative.so", "is not absolute", "from the root on")]
    [InlineData("module-path=/tmp", "/tmp is a folder", "module-name")]
    [InlineData("module-path=/tmp&module-name=none", "no PKCS#11 module 'none' in /tmp", "module-name")]
    [InlineData("module-name=none-at-all", "no PKCS#11 module 'none-at-all' in", "softhsm2")]
    [InlineData("module-name=/a/b", "is a path", "module-path")]
    [InlineData("module-path=/etc/passwd", "cannot be loaded: /etc/passwd: ", "for this kind of machine")]
    public void A_module_that_is_none_is_told_with_its_remedy(string query, string words, string remedy)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The paths are those of Linux.");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => Pkcs11Key.Open($"pkcs11:token=hl?{query}"));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_no_module_is_told()
    {
        string library = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");
        Assert.SkipUnless(File.Exists(library), "There is no library to try.");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => Pkcs11Key.Open($"pkcs11:?module-path={library}"));
        Assert.Contains("has no C_GetFunctionList", e.Message, StringComparison.Ordinal);
    }
}
