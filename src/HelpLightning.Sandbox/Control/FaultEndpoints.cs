using System.Text.Json;
using HelpLightning.Sandbox.Faults;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/faults</c>.</summary>
internal sealed class FaultEndpoints(FaultPlan plan)
{
    public void Map(ControlMap map)
    {
        map.Get("/faults", (_, answer) =>
        {
            answer.WriteStartArray("faults"u8);
            foreach (SandboxFaultState state in plan.States)
            {
                answer.WriteStartObject();
                Write(answer, state);
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
        });
        map.Post("/faults", (_, body, answer) =>
        {
            string text = body.Text("fault", longest: 1000);
            body.RequireNoOthers();
            try
            {
                long id = plan.Add(SandboxFault.Parse(text));
                Write(answer, plan.States.First(s => s.Id == id));
            }
            catch (FormatException e)
            {
                throw body.Wrong("fault", $"is wrong: {e.Message.TrimEnd('.')}");
            }
        });
        map.Delete(
            "/faults/{id}",
            context => plan.Remove(ControlMap.Id(context)) ? Task.CompletedTask : throw ControlMap.Unknown(context, "fault"));
        map.Delete("/faults", _ =>
        {
            plan.Clear();
            return Task.CompletedTask;
        });
    }

    private static void Write(Utf8JsonWriter writer, SandboxFaultState state)
    {
        writer.WriteNumber("id"u8, state.Id);
        writer.WriteString("fault"u8, state.Fault.ToString());
        writer.WriteNumber("matched"u8, state.Matched);
        writer.WriteNumber("hit"u8, state.Hit);
        if (state.Remaining is { } remaining)
        {
            writer.WriteNumber("remaining"u8, remaining);
        }
        else
        {
            writer.WriteNull("remaining"u8);
        }
    }
}
