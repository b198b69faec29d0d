using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox;

public sealed partial class HelpLightningSandbox
{
    /// <summary>Somebody calls somebody: both are in the call when this returns, and its events are on their way.</summary>
    /// <param name="dialer">Who calls: an id or an e-mail address.</param>
    /// <param name="receiver">Who is called: an id or an e-mail address.</param>
    /// <exception cref="InvalidOperationException">One of them does not exist, or they are the same.</exception>
    public SandboxCall StartCall(string dialer, string receiver) => Step(() => Parts.CallControl.Start(dialer, receiver));

    /// <summary>Somebody else joins a call that runs.</summary>
    /// <exception cref="InvalidOperationException">There is no such call or user, it is over, or they are in it.</exception>
    public void JoinCall(string callId, string user) => Step(() => Parts.CallControl.Join(callId, user));

    /// <summary>Somebody without an account joins a call by a link.</summary>
    /// <returns>The id that the guest gets.</returns>
    /// <exception cref="InvalidOperationException">There is no such call, or it is over.</exception>
    public long JoinCallAsGuest(string callId, string name) => Step(() => Parts.CallControl.JoinAsGuest(callId, name));

    /// <summary>Somebody leaves; the last but one to leave ends the call.</summary>
    /// <exception cref="InvalidOperationException">There is no such call, it is over, or they are not in it.</exception>
    public void LeaveCall(string callId, string user) => Step(() => Parts.CallControl.Leave(callId, user));

    /// <summary>Adds a file to a call, running or over, with content that can be downloaded.</summary>
    /// <returns>The attachment's uuid.</returns>
    /// <exception cref="InvalidOperationException">There is no such call.</exception>
    public string AddAttachment(string callId, SandboxAttachmentKind kind) => Step(() => Parts.CallControl.Attach(callId, kind));

    /// <summary>Tags a call, running or over.</summary>
    /// <exception cref="InvalidOperationException">There is no such call, or the tag is empty or over 255 characters.</exception>
    public void TagCall(string callId, string tag) => Step(() => Parts.CallControl.Tag(callId, tag));

    /// <summary>Ends a call; whoever is in it leaves.</summary>
    /// <exception cref="InvalidOperationException">There is no such call, or it is over.</exception>
    public void EndCall(string callId) => Step(() => Parts.CallControl.End(callId));

    /// <summary>Back to the seed: data, clock, faults and webhooks as they were when a new sandbox starts. Keys stay.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) => Parts.State.ResetAsync(cancellationToken);

    /// <summary>Brings the sandbox into the state that a document describes, wholly or not at all. See docs/sandbox.md.</summary>
    /// <param name="json">The scenario.</param>
    /// <param name="cancellationToken">Before it has begun.</param>
    /// <exception cref="FormatException">The scenario is wrong; the message names the place.</exception>
    public async Task LoadScenarioAsync(string json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            await Parts.State.LoadAsync(json, cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static void Step(Action step) => Step(() =>
    {
        step();
        return true;
    });

    private static T Step<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (SandboxException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }
}
