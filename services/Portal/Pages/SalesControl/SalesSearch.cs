using System.Net;
using Ops.Platform.Texts;
using Ops.Portal.Calls;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Pages.Everybody.Search;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>Finds units by their code, in each project that one may see.</summary>
internal sealed class UnitSearch(SalesControlClient sales, ProjectNames projects, ITexts texts) : ISearchPart
{
    public string Name => "portal.search.units";

    public string Permission => "sales.board.read";

    public bool MayBe(string words) => Words.AreACode(words);

    public Task<IReadOnlyList<Hit>> FindAsync(string words, CancellationToken cancellationToken) =>
        projects.FindAsync(async project =>
        {
            try
            {
                var unit = (await sales.ReadUnitAsync(
                    project.Code, words, cancellationToken: cancellationToken)).Result;
                return
                [
                    new(
                        SalesComponent.UnitAddress(project.Code, unit.Unit), $"{project.Name} {unit.Unit}",
                        texts.Render(Text.NameOf(unit.State))),
                ];
            }
            catch (ServiceException refused) when (refused.Status == HttpStatusCode.NotFound)
            {
                // Another project's.
                return [];
            }
        });
}

/// <summary>Finds the sales of a unit, by its code, and a sale by the number of its agreement.</summary>
internal sealed class SaleSearch(SalesControlClient sales, ProjectNames projects, ITexts texts) : ISearchPart
{
    public string Name => "portal.search.sales";

    public string Permission => "sales.board.read";

    public bool MayBe(string words) => Words.AreACode(words);

    public Task<IReadOnlyList<Hit>> FindAsync(string words, CancellationToken cancellationToken) =>
        projects.FindAsync(async project =>
        {
            var ofUnit = (await sales.ListSubscriptionsAsync(
                project.Code, unit: words, cancellationToken: cancellationToken)).Result;
            var ofAgreement = (await sales.ListSubscriptionsAsync(
                project.Code, agreementNumber: words, cancellationToken: cancellationToken)).Result;
            return ofUnit.Items.Concat(ofAgreement.Items).DistinctBy(sale => sale.Id).Select(sale => new Hit(
                $"/sales/subscriptions/{sale.Id}", $"{project.Name} {sale.Unit} {sale.AgreementNumber}",
                $"{sale.Customer.Name} {texts.Render(Text.NameOf(sale.State))}"));
        });
}

/// <summary>Finds a reservation or a wait by the number of its form.</summary>
internal sealed class ReservationSearch(SalesControlClient sales, ProjectNames projects, ITexts texts) : ISearchPart
{
    public string Name => "portal.search.reservations";

    public string Permission => "sales.board.read";

    public bool MayBe(string words) => Words.AreACode(words);

    public Task<IReadOnlyList<Hit>> FindAsync(string words, CancellationToken cancellationToken) =>
        projects.FindAsync(async project =>
        {
            var page = (await sales.ListReservationsAsync(
                project.Code, form: words, cancellationToken: cancellationToken)).Result;
            return page.Items.Select(one => new Hit(
                $"/sales/reservations/{one.Id}", $"{project.Name} {one.Unit} {one.Form}",
                $"{one.Customer.Name} {texts.Render(Text.NameOf(one.State))}"));
        });
}

/// <summary>Finds customers by their phone or by how their name begins.</summary>
internal sealed class CustomerSearch(SalesControlClient sales) : ISearchPart
{
    public string Name => "portal.search.customers";

    public string Permission => "sales.board.read";

    public bool MayBe(string words) => Words.AreAPhone(words) || Words.AreAName(words);

    public async Task<IReadOnlyList<Hit>> FindAsync(string words, CancellationToken cancellationToken)
    {
        var isPhone = Words.AreAPhone(words);
        var asked = new SearchCustomersSearch { Phone = isPhone ? words : null, Name = isPhone ? null : words };
        return
        [
            .. (await sales.FindCustomerAsync(asked, cancellationToken: cancellationToken)).Result.Items.Select(
                one => new Hit(
                    $"/sales/customers/{one.Id}", $"{one.Name} {one.Phone}",
                    string.Join(" ", one.Open.Select(matter => matter.Unit).Distinct().Prepend(one.Project)))),
        ];
    }
}
