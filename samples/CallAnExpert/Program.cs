using CallAnExpert;
using CallAnExpert.Pages;
using HelpLightning.PartnerKeys;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddHelpLightning(builder.Configuration.GetSection("HelpLightning"));
builder.Services.AddSingleton<People>();
builder.Services.AddSingleton<ExpertCalls>();
builder.Services.AddAntiforgery();
builder.Services.AddAuthorization();
builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie(cookie =>
    {
        cookie.LoginPath = "/";
        cookie.Cookie.SameSite = SameSiteMode.Strict;
    });

WebApplication app = builder.Build();
app.Use(SecurityHeaders.AddAsync);
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStyleSheet();
app.MapSignIn();
app.MapCalls();
try
{
    app.Run();
    return 0;
}
catch (Exception e) when (e is OptionsValidationException or PartnerKeyException)
{
    // A setting of Help Lightning's is wrong: the message says which, and a stack trace would hide it.
    Console.Error.WriteLine(e.Message);
    return 3;
}
