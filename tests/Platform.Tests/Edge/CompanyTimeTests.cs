using Microsoft.Extensions.Configuration;
using NodaTime;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Xunit;

namespace Ops.Platform.Tests.Edge;

public sealed class CompanyTimeTests
{
    [Theory]
    [InlineData(null, "2026-09-29", "2026-09-28T16:00:00Z")]
    [InlineData("", "2026-09-29", "2026-09-28T16:00:00Z")]
    [InlineData("Europe/Lisbon", "2026-09-28", "2026-09-27T23:00:00Z")]
    [Rule("T-1")]
    public void A_day_begins_at_midnight_of_the_companys_zone(string? zone, string day, string begins)
    {
        var company = CompanyTime.Of(With(zone));

        var date = company.DateOf(Instant.FromUtc(2026, 9, 28, 17, 0));

        Assert.Equal(day, date.ToString("uuuu-MM-dd", null));
        Assert.Equal(begins, company.BeginOf(date).ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", null));
    }

    [Fact]
    public void A_zone_that_is_none_is_refused_by_the_name_of_its_setting()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => CompanyTime.Of(With("Nowhere")));
        Assert.StartsWith("Company__TimeZone is 'Nowhere'", refused.Message, StringComparison.Ordinal);
    }

    private static IConfigurationRoot With(string? zone) => new ConfigurationBuilder()
        .AddInMemoryCollection([new(CompanyTime.Setting, zone)]).Build();
}
