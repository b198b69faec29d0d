using Amazon.KeyManagementService;
using HelpLightning.AwsKms;
using HelpLightning.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CloudKeys;

internal static class Registration
{
    public static async Task AddKeyAsync(WebApplicationBuilder builder, IAmazonKeyManagementService kms)
    {
        // <registration>
        AwsKmsPartnerKey key = await AwsKmsPartnerKey.OpenAsync(kms, "alias/help-lightning");
        builder.Services.AddHelpLightning(builder.Configuration.GetSection("HelpLightning"));
        builder.Services.Configure<HelpLightningOptions>(options => options.PartnerKey = key);
        // </registration>
    }
}
