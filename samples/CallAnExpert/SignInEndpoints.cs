using System.Security.Claims;
using CallAnExpert.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace CallAnExpert;

/// <summary>
/// A stand-in for your application's own sign-in: it believes whoever picks a name. Replace it; the rest asks only for
/// the e-mail address of the user who is signed in.
/// </summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapGet("/", static (HttpContext context, People people, IAntiforgery antiforgery) =>
        {
            AntiforgeryTokenSet tokens = antiforgery.GetAndStoreTokens(context);
            return people.FindTechnician(context.User.FindFirstValue(ClaimTypes.Email)) is { } technician
                ? Page.Experts(technician, people.Experts, tokens)
                : Page.SignIn(people.Technicians, tokens);
        });
        app.MapPost("/sign-in", static async Task<IResult> (HttpContext context, People people, [FromForm] string technician) =>
        {
            if (people.FindTechnician(technician) is not { } known)
            {
                return Page.Problem(StatusCodes.Status400BadRequest, "Who are you?", "Please pick one of the names.");
            }

            ClaimsIdentity identity = new(
                [new Claim(ClaimTypes.Email, known.Email), new Claim(ClaimTypes.Name, known.Name)], CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
            return Results.LocalRedirect("/");
        });

        // A form field is asked for so that the request must carry the anti-forgery token.
        app.MapPost("/sign-out", static async (HttpContext context, [FromForm] string? technician) =>
        {
            await context.SignOutAsync();
            return Results.LocalRedirect("/");
        });
    }
}
