using NodaTime;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Clients;

/// <summary>What sales earn, looked at anew in the change of something that it rests on.</summary>
internal interface ISaleAccounts
{
    /// <summary>A fact of a client has come, or of whoever is of the household.</summary>
    Task OfClientAsync(ClientCase of, Occurrence when, CancellationToken cancellationToken);

    /// <summary>Something was heard or said of a sale.</summary>
    Task OfSaleAsync(Guid sale, Occurrence when, CancellationToken cancellationToken);

    /// <summary>Another plan counts for what was subscribed to on a site's days.</summary>
    /// <param name="project">The project's code.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The last day; null for open.</param>
    /// <param name="when">When that came about.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    Task OfDaysAsync(
        string project, LocalDate from, LocalDate? until, Occurrence when, CancellationToken cancellationToken);
}
