using Microsoft.Extensions.Configuration;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Reservations;
using Xunit;

namespace Ops.SalesControl.Tests.Reservations;

/// <summary>How long reservations last, as an installation sets it.</summary>
public sealed class ReservationSettingsTests
{
    [Fact, Rule("RES-1"), Rule("RES-3"), Rule("RES-4")]
    public void Three_days_a_day_for_an_offer_and_no_limit_unless_the_settings_say_otherwise()
    {
        Assert.Equal(
            new ReservationSettings(Duration.FromHours(72), Duration.FromHours(24))
            {
                ExtensionMost = Duration.FromHours(72),
                RenewalWindow = Duration.FromHours(24),
                LimitPerConsultant = 0,
            },
            From());
        Assert.Equal(
            new ReservationSettings(Duration.FromHours(48), Duration.FromMinutes(90))
            {
                ExtensionMost = Duration.FromHours(36),
                RenewalWindow = Duration.FromHours(6),
                LimitPerConsultant = 3,
            },
            From(
                ("HeldHours", "48"), ("OfferHours", "1.5"), ("ExtensionHours", "36"), ("RenewalHours", "6"),
                ("LimitPerConsultant", "3")));

        Assert.Equal([Duration.FromHours(24), Duration.FromHours(2)], From().Reminders);
        Assert.Equal([Duration.FromHours(6), Duration.FromMinutes(30)], From(("RenewalHours", "6")).Reminders);

        static ReservationSettings From(params (string Name, string Value)[] settings) =>
            ReservationSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(
                one => KeyValuePair.Create($"Reservations:{one.Name}", (string?)one.Value))).Build());
    }
}
