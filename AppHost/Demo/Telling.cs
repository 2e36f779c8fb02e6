using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>
/// How a chapter of the story is told: each step prints its real answer and checks it; the first that is not as it must
/// be ends the story. Sentences are codes of <see cref="StoryTexts"/>.
/// </summary>
internal abstract class Telling(GatewayClient gateway)
{
    protected const string Project = "harbour-court";

    protected static readonly Staff Consultant = new("consultant"),
        Second = new("consultant", "consultant-2"),
        Manager = new("marketing-manager"),
        Supervisor = new("sales-supervisor"),
        Assistant = new("sales-assistant"),
        Clerk = new("customer-affairs-clerk"),
        Commercial = new("commercial-group-clerk"),
        Finance = new("finance-officer"),
        Office = new("general-manager"),
        Archivist = new("archivist"),
        Operations = new("operations");

    protected GatewayClient Gateway { get; } = gateway;

    protected static string UnitPath(string unit) => $"/api/sales/projects/{Project}/units/{unit}";

    protected Task<Answer> MoveAsync(string to)
    {
        Console.WriteLine($"  {Say("story.clock", ("to", to))}");
        return Gateway.PostAsync(Operations, "/api/simulation/clock", new JsonObject { ["to"] = to });
    }

    /// <summary>A command on a thing that is there, with the version that is seen just before.</summary>
    protected async Task<Answer> ActAsync(Staff who, string thing, string what, JsonNode? body = null) =>
        await Gateway.PostAsync(who, $"{thing}/{what}", body, (await Gateway.GetAsync(who, thing, print: false)).ETag);

    protected async Task<Answer> EventuallyAsync(Staff who, string path, Func<Answer, bool> there)
    {
        for (var patience = 0; patience < 100; patience++)
        {
            if (there(await Gateway.GetAsync(who, path, print: false)))
                break;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        return await Gateway.GetAsync(who, path);
    }

    protected async Task StateAsync(string unit, string state, string why) =>
        Check(
            (await Gateway.GetAsync(Consultant, UnitPath(unit), print: false))["state"] == state,
            "story.unit-state", ("unit", unit), ("state", state), ("why", Say(why)));

    protected static IEnumerable<JsonNode?> Descendants(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(member => Descendants(member.Value)).Prepend(node),
        JsonArray a => a.SelectMany(Descendants).Prepend(node),
        _ => [node],
    };

    protected JsonObject Customer(int number) =>
        new() { ["name"] = Say("story.customer", ("number", number)), ["phone"] = $"+86139000{number:00000}" };

    /// <summary>One who has shown an identity document.</summary>
    protected JsonObject Documented(int number)
    {
        var customer = Customer(number);
        customer["idDocument"] = new JsonObject { ["kind"] = "residentId", ["number"] = Discretion.IdNumber };
        return customer;
    }

    protected static JsonObject Yuan(decimal amount) =>
        new()
        {
            ["amount"] = amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture),
            ["currency"] = "CNY",
        };

    protected JsonObject Because(string reason) => new() { ["reason"] = Say(reason) };

    protected static JsonObject Form(string name, string phone, string form, string? receipt) =>
        Form(new JsonObject { ["name"] = name, ["phone"] = phone }, form, receipt);

    protected static JsonObject Form(JsonObject customer, string form, string? receipt)
    {
        var body = new JsonObject { ["customer"] = customer, ["form"] = form };
        if (receipt is not null)
            body["depositReceipt"] = receipt;
        return body;
    }

    /// <summary>A sentence of the story in the language in which it is told.</summary>
    protected string Say(string code, params ReadOnlySpan<(string Place, object? Value)> args) =>
        Gateway.Texts.Of(code, args);

    protected void Title(string code) => Console.WriteLine($"\n{Say(code)}");

    protected void Tell(string code, params ReadOnlySpan<(string Place, object? Value)> args) =>
        Console.WriteLine($"    {Say(code, args)}");

    protected Answer Expect(Answer answer, int status, string member, string value)
    {
        Check(
            answer.Status == status && answer[member] == value,
            "story.answered", ("status", status), ("member", member), ("value", value));
        return answer;
    }

    protected void Check(bool holds, string code, params ReadOnlySpan<(string Place, object? Value)> args)
    {
        var what = Say(code, args);
        if (!holds)
            throw new StoryEndedException(what);
        Console.WriteLine($"    ✓ {what}");
    }
}

/// <summary>A step did not answer as it must.</summary>
internal sealed class StoryEndedException(string message) : Exception(message);
