using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Ops.Portal.Acts;
using Ops.Portal.Clients.SalesControl;
using Xunit;

namespace Ops.Portal.Tests.Acts;

/// <summary>What somebody writes into a field is what the request says; what cannot be read is as nothing.</summary>
public sealed class MembersTests
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    [Theory]
    [InlineData("name", Asked.Line)]
    [InlineData("reason", Asked.Sentences)]
    [InlineData("floors", Asked.Number)]
    [InlineData("percent", Asked.Number)]
    [InlineData("price", Asked.Money)]
    [InlineData("isUrgent", Asked.YesNo)]
    [InlineData("isAgreed", Asked.Choice)]
    [InlineData("state", Asked.Choice)]
    [InlineData("day", Asked.Day)]
    [InlineData("at", Asked.Time)]
    [InlineData("units", Asked.Words)]
    [InlineData("instalments", Asked.Several)]
    [InlineData("customer", Asked.Group)]
    [InlineData("subject", Asked.Line)]
    public void Each_is_asked_for_as_what_it_is(string name, Asked asked) => Assert.Equal(asked, Of(name).Asked);

    [Fact]
    public void What_must_be_filled_in_and_how_long_it_may_be_the_document_says()
    {
        Assert.True(Of("name").IsRequired);
        Assert.Equal(40, Of("name").Longest);
        Assert.True(Of("floors").IsRequired);
        // A box that is not ticked is an answer.
        Assert.False(Of("isUrgent").IsRequired);
        Assert.False(Of("isAgreed").IsRequired);
        Assert.False(Of("percent").IsRequired);
    }

    [Theory]
    [InlineData("name", "  王小明 ", "王小明")]
    [InlineData("floors", "1,200", "1200")]
    [InlineData("floors", "12.5", "")]
    [InlineData("floors", "99999999999", "")]
    [InlineData("percent", "2.5", "2.5")]
    [InlineData("percent", "zwei", "")]
    [InlineData("price", "1,200,000.50", "1200000.50")]
    [InlineData("day", "2030-05-16", "2030-05-16")]
    [InlineData("day", "16.5.2030", "")]
    [InlineData("at", "2030-05-16T09:30", "2030-05-16T09:30")]
    [InlineData("state", "Reserved", "Reserved")]
    [InlineData("isAgreed", "True", "True")]
    [InlineData("isAgreed", "", "")]
    [InlineData("units", "1-1-201，1-1-202、1-1-203\n1-1-301", "1-1-201\n1-1-202\n1-1-203\n1-1-301")]
    [InlineData("subject", "no id", "")]
    public void What_is_written_is_taken_and_stands_there_again(string name, string written, string stands)
    {
        var request = new Request();
        Of(name).Take(request, written, Beijing);
        Assert.Equal(stands, Of(name).Written(request));
    }

    [Fact]
    public void A_time_is_that_of_the_place_and_an_empty_field_says_nothing()
    {
        var request = new Request { Percent = 3, Name = "王小明" };
        Of("at").Take(request, "2030-05-16T09:30", Beijing);
        Assert.Equal(new DateTimeOffset(2030, 5, 16, 9, 30, 0, Beijing), request.At);
        Of("percent").Take(request, " ", Beijing);
        Of("name").Take(request, null, Beijing);
        Assert.Null(request.Percent);
        Assert.Equal("", request.Name);
    }

    [Fact]
    public void Of_what_must_be_filled_in_nothing_stands_there_before_it_is()
    {
        var request = new Request();
        foreach (var member in Member.Of(request).Where(member => member.Asked is not (Asked.Choice or Asked.YesNo)))
            Assert.Equal("", member.Written(request));
        Of("instalments").Several(request).Add(Activator.CreateInstance(Of("instalments").ItemType));
        Assert.Single(request.Instalments!);
    }

    private static Member Of(string name) => Member.Of(new Request()).Single(member => member.Name == name);

    /// <summary>A request as the generator writes one.</summary>
    internal sealed class Request
    {
        [JsonPropertyName("name"), Required, StringLength(40)]
        public string Name { get; set; } = "";

        [JsonPropertyName("reason")]
        public string? Reason { get; set; }

        [JsonPropertyName("floors")]
        public int Floors { get; set; }

        [JsonPropertyName("percent")]
        public decimal? Percent { get; set; }

        [JsonPropertyName("price")]
        public Money? Price { get; set; }

        [JsonPropertyName("isUrgent")]
        public bool IsUrgent { get; set; }

        [JsonPropertyName("isAgreed")]
        public bool? IsAgreed { get; set; }

        [JsonPropertyName("state")]
        public ReservationState State { get; set; }

        [JsonPropertyName("day")]
        public DateOnly Day { get; set; }

        [JsonPropertyName("at")]
        public DateTimeOffset? At { get; set; }

        [JsonPropertyName("units")]
        public ICollection<string> Units { get; set; } = new Collection<string>();

        [JsonPropertyName("instalments")]
        public ICollection<InstalmentForm>? Instalments { get; set; }

        [JsonPropertyName("customer")]
        public CustomerForm? Customer { get; set; }

        [JsonPropertyName("subject")]
        public Guid Subject { get; set; }
    }
}
