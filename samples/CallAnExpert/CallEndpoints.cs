using System.Security.Claims;
using CallAnExpert.Pages;
using HelpLightning.Client;
using Microsoft.AspNetCore.Mvc;

namespace CallAnExpert;

/// <summary>The button.</summary>
internal static class CallEndpoints
{
    public static void MapCalls(this WebApplication app) => app.MapPost(
        "/calls",
        static async Task<IResult> (
            ClaimsPrincipal user, People people, ExpertCalls calls, ILogger<ExpertCalls> log, [FromForm] string expert, CancellationToken cancellationToken) =>
        {
            if (people.FindTechnician(user.FindFirstValue(ClaimTypes.Email)) is not { } technician || people.FindExpert(expert) is not { } called)
            {
                return Page.Problem(StatusCodes.Status400BadRequest, "Nobody to call", "Please go back and choose one of the experts.");
            }

            try
            {
                return Page.Ready(called, await calls.CallAsync(technician.Email, called.Email, cancellationToken));
            }
            catch (Exception e) when (e is ExpertNotFoundException or HelpLightningException or InvalidOperationException)
            {
                CallLog.Failed(log, called.Topic, e);
                return Explain(e, technician, called);
            }
        }).RequireAuthorization();

    /// <summary>What somebody in a hurry can do about it. What failed exactly is for the log: it is no use here.</summary>
    private static IResult Explain(Exception failure, Technician technician, Expert expert) => failure switch
    {
        ExpertNotFoundException => Page.Problem(
            StatusCodes.Status404NotFound, $"{expert.Name} cannot be called", "There is no such expert in Help Lightning. Please choose another one, and tell your administrator."),
        HelpLightningNotFoundException => Page.Problem(
            StatusCodes.Status404NotFound, "You are not known to Help Lightning", $"There is no account for {technician.Email}. Please tell your administrator."),
        HelpLightningUnreachableException or HelpLightningRateLimitedException => Page.Problem(
            StatusCodes.Status503ServiceUnavailable, "Help Lightning cannot be reached", "Nobody was called. Please try again in a minute."),
        _ => Page.Problem(
            StatusCodes.Status502BadGateway, "The call could not be set up", "Please try again. If it happens again, tell your administrator: the log of this application says why."),
    };
}
