using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>
/// How a chapter of the story is told: each step prints its real answer and checks it; the first that is not as it must
/// be ends the story.
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
        Console.WriteLine($"  the clock is moved to {to}");
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
            $"{unit} is {state}: {why}");

    protected static IEnumerable<JsonNode?> Descendants(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(member => Descendants(member.Value)).Prepend(node),
        JsonArray a => a.SelectMany(Descendants).Prepend(node),
        _ => [node],
    };

    protected static JsonObject Customer(int number) =>
        new() { ["name"] = $"Customer of story {number}", ["phone"] = $"+86139000{number:00000}" };

    /// <summary>One who has shown an identity document.</summary>
    protected static JsonObject Documented(int number)
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

    protected static JsonObject Because(string reason) => new() { ["reason"] = reason };

    protected static JsonObject Form(string name, string phone, string form, string? receipt) =>
        Form(new JsonObject { ["name"] = name, ["phone"] = phone }, form, receipt);

    protected static JsonObject Form(JsonObject customer, string form, string? receipt)
    {
        var body = new JsonObject { ["customer"] = customer, ["form"] = form };
        if (receipt is not null)
            body["depositReceipt"] = receipt;
        return body;
    }

    protected static void Title(string text) => Console.WriteLine($"\n{text}");

    protected static Answer Expect(Answer answer, int status, string member, string value)
    {
        Check(answer.Status == status && answer[member] == value, $"{status}, {member} {value}");
        return answer;
    }

    protected static void Check(bool holds, string what)
    {
        if (!holds)
            throw new StoryEndedException(what);
        Console.WriteLine($"    ✓ {what}");
    }
}

/// <summary>A step did not answer as it must.</summary>
internal sealed class StoryEndedException(string message) : Exception(message);
