using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Settings;
using HelpLightning.Client;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Which server is called, and is that an address tokens may go to?</summary>
internal sealed class AddressCheck() : LocalCheck(CheckNames.Address, CheckNames.Profile)
{
    protected override CheckResult Run(Examination examination)
    {
        SettingValue? url = examination.Address.ApiUrl(examination.Parsed, examination.Settings);
        DataCenter dataCenter = examination.Address.DataCenter(examination.Parsed, examination.Settings);
        Uri? address = url is null ? null : AddressFlags.Read(url.Text);
        HelpLightningOptions options = new()
        {
            ApiKey = "none",
            PartnerKeyRequired = false,
            BaseAddress = address,
            DataCenter = dataCenter,
        };

        // the client has the rules of what an address may be
        HelpLightningClient.Create(options).Dispose();
        examination.Server = new Uri(address is null ? AddressOf(dataCenter) : address.GetLeftPart(UriPartial.Authority));
        string origin = url?.Origin
            ?? $"data centre {dataCenter}"
                + (examination.Address.DataCenterValue(examination.Parsed, examination.Settings) is { } named
                    ? $" of {named.Origin}"
                    : "");
        return Ok($"{examination.Server.GetLeftPart(UriPartial.Authority)}, from {origin}");
    }

    private static string AddressOf(DataCenter dataCenter) =>
        dataCenter == DataCenter.EU ? "https://api.eu1.helplightning.net" : "https://api.helplightning.net";
}
