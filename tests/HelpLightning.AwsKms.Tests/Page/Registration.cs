using Amazon.KeyManagementService;
using HelpLightning.AwsKms;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CloudKeys;

internal static class Registration
{
    public static async Task<string> SignAsync()
    {
        // <opening>
        using AmazonKeyManagementServiceClient kms = new(); // credentials and region: the AWS SDK's
        using AwsKmsPartnerKey key = await AwsKmsPartnerKey.OpenAsync(kms, "alias/help-lightning");
        // </opening>
        return (await new PartnerTokenSigner(key, new SiteId(54344)).SignAsync()).Reveal();
    }

    public static async Task AddKeyAsync(WebApplicationBuilder builder, IAmazonKeyManagementService kms)
    {
        // <registration>
        AwsKmsPartnerKey key = await AwsKmsPartnerKey.OpenAsync(kms, "alias/help-lightning");
        builder.Services.AddHelpLightning(builder.Configuration.GetSection("HelpLightning"));
        builder.Services.Configure<HelpLightningOptions>(options => options.PartnerKey = key);
        // </registration>
    }
}
