using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>No way of failing locks a token: misbehaving.c counts the wrong PINs.</summary>
public sealed class PinTests
{
    private const int Sign = 43;

    [Fact]
    public async Task A_wrong_PIN_is_tried_once_however_often_the_key_is_opened()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module.WritePin("0000");
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(PartnerKeyProblem.PinWrong, Assert.Throws<PartnerKeyException>(() => module.Open()).Problem);
        }

        Assert.Equal(1, module[Setting.WrongLogins]);
        module.WritePin("1234\nwhat follows is not read");
        using Pkcs11Key key = module.Open();
        TestKeys.RequireSigns(key);
        Assert.Equal(1, module[Setting.WrongLogins]);
    }

    [Fact]
    public async Task A_PIN_that_was_changed_is_tried_once_by_recoveries_and_works_again_when_its_source_has_the_new_one()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        using Pkcs11Key other = module.Open();
        module.SetPin("5678");
        module.Remove();
        module[Setting.Present] = 1;
        for (int i = 0; i < 20; i++)
        {
            Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(i % 2 == 0 ? key : other));
        }

        Assert.Equal(1, module[Setting.WrongLogins]);
        module.WritePin("5678");
        TestKeys.RequireSigns(key);
        TestKeys.RequireSigns(other);
        Assert.Equal(1, module[Setting.WrongLogins]);
    }

    [Fact]
    public async Task A_PIN_that_became_right_on_the_token_is_tried_again_when_its_file_is_written_anew()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module.SetPin("5678");
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<PartnerKeyException>(() => module.Open());
        }

        module.SetPin("1234");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => module.Open());
        Assert.Contains("write the PIN's file anew", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, module[Setting.WrongLogins]);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        module.WritePin("1234");
        using Pkcs11Key key = module.Open();
        TestKeys.RequireSigns(key);
    }

    [Fact]
    public async Task After_two_wrong_PINs_no_third_is_tried()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.TellFlags] = 0;
        foreach (string pin in (string[])["1", "2", "3", "4", "1"])
        {
            module.WritePin(pin);
            Assert.Throws<PartnerKeyException>(() => module.Open());
        }

        Assert.Equal(2, module[Setting.WrongLogins]);
    }

    [Theory]
    [InlineData(1, "would lock")]
    [InlineData(0, "is locked")]
    public async Task Where_one_wrong_PIN_could_lock_none_is_tried(int tries, string words)
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.Tries] = tries;
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => module.Open());
        Assert.Equal(PartnerKeyProblem.PinLocked, e.Problem);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (module[Setting.WrongLogins], module[Setting.GoodLogins]));
    }

    [Fact]
    public async Task A_wrong_PIN_is_tried_once_by_threads_that_recover_at_once()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        module.SetPin("5678");
        module.Remove();
        module[Setting.Present] = 1;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key)), TestContext.Current.CancellationToken)));
        Assert.Equal(1, module[Setting.WrongLogins]);
    }

    [Fact]
    public async Task A_PIN_pad_is_left_to_who_stands_before_it()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.PinPad] = 1;
        using Pkcs11Key key = Pkcs11Key.Open($"pkcs11:token=hl?module-path={module.Module}");
        TestKeys.RequireSigns(key);
        Assert.Equal(1, module[Setting.GoodLogins]);
    }

    [Fact]
    public async Task A_token_that_asks_nobody_needs_no_PIN()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.LoginRequired] = 0;
        using Pkcs11Key key = Pkcs11Key.Open($"pkcs11:token=hl?module-path={module.Module}");
        TestKeys.RequireSigns(key);
        Assert.Equal(0, module[Setting.GoodLogins]);
    }

    [Fact]
    public async Task A_key_that_wants_the_PIN_for_each_signature_gets_it()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.AlwaysAuthenticate] = 1;
        using Pkcs11Key key = module.Open();
        TestKeys.RequireSigns(key);
        TestKeys.RequireSigns(key);
        Assert.Equal(3, module[Setting.GoodLogins]);
        module.SetPin("5678");
        for (int i = 0; i < 10; i++)
        {
            Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
        }

        Assert.Equal(1, module[Setting.WrongLogins]);
    }

    [Fact]
    public async Task A_logout_by_somebody_else_is_mended()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        for (int i = 0; i < 5; i++)
        {
            module.Fail(Sign, 0x101);
            TestKeys.RequireSigns(key);
        }

        Assert.Equal(0, module[Setting.WrongLogins]);
    }

    [Fact]
    public async Task A_PIN_file_that_others_can_read_is_warned_of()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module.SetMode(UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using Pkcs11Key key = module.Open();
        Assert.Equal(PartnerKeyWarningCode.FileReadableByOthers, Assert.Single(key.Warnings).Code);
    }
}
