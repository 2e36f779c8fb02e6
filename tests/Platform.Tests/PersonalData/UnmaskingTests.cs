using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Tests.Registers;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.PersonalData;

/// <summary>Nobody sees personal data in full without a purpose, and each time is an entry that stays.</summary>
public sealed class UnmaskingTests(TestServers servers)
{
    [Fact]
    public async Task Who_saw_whose_data_and_what_for_stands_in_the_sites_register_of_unmaskings()
    {
        await using var service = await SmallService.StartAsync(servers);
        Assert.Null(await EnterAsync(service, "  The customer asked to be called back "));
        var entry = JsonDocument
            .Parse(
                await service.QueryAsync<string>(
                    "SELECT text FROM registers.entries WHERE register = 'unmaskings' AND site = 'harbour-court'"))
            .RootElement;
        Assert.Equal("clerk-1", entry.GetProperty("by").GetString());
        Assert.Equal(
            """{"classes":["phone","idNumber"],"subjects":["/api/small/customers/1"]}""",
            entry.GetProperty("entry").GetRawText());
        // What somebody wrote may name a person: of it the chain holds the hash, and it lies sealed beside.
        Assert.DoesNotContain("called back", entry.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("purpose", await service.QueryAsync<string>("SELECT field FROM registers.personal"));
        Assert.True((await service.VerifyAsync(register: "unmaskings")).Intact);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("to call 138 0000 0001")]
    public async Task Without_a_purpose_or_with_the_number_itself_in_it_nothing_is_shown_and_the_field_is_named(
        string purpose)
    {
        await using var service = await SmallService.StartAsync(servers);
        var refused = Assert.IsType<Refused>(await EnterAsync(service, purpose));
        Assert.Equal((RefusalKind.Input, "purpose"), (refused.Kind, refused.Field));
        Assert.NotNull(await EnterAsync(service, new string('x', 501)));
        Assert.Equal(0L, await service.QueryAsync<long>("SELECT count(*) FROM registers.entries"));
    }

    private static async Task<Refused?> EnterAsync(SmallService service, string purpose)
    {
        Refused? refused = null;
        await service.ChangeAsync(async services =>
            refused = await services
                .GetRequiredService<IUnmaskings>()
                .EnterAsync(
                    new(
                        "harbour-court", "clerk-1",
                        ["/api/small/customers/1"],
                        [PersonalClass.Phone, PersonalClass.IdNumber],
                        purpose),
                    CancellationToken.None));
        return refused;
    }
}
