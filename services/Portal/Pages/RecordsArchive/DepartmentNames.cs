using Ops.Portal.Calls;
using Ops.Portal.Clients.RecordsArchive;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>
/// What departments are called, as the archive has heard it; read once for whoever looks at its pages.
/// </summary>
/// <param name="archive">The service.</param>
public sealed class DepartmentNames(RecordsArchiveClient archive)
{
    private IReadOnlyDictionary<string, string>? _names;

    /// <summary>The departments that the archive goes by, with their names.</summary>
    public IReadOnlyDictionary<string, string> All => _names ?? new Dictionary<string, string>();

    /// <summary>Reads them, unless they were read.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_names is not null)
            return;
        try
        {
            var duties = (await archive.ListDutiesAsync(cancellationToken: cancellationToken)).Result;
            _names = duties.Where(duty => duty.Name is not null).DistinctBy(duty => duty.Department)
                .ToDictionary(duty => duty.Department, duty => duty.Name!, StringComparer.Ordinal);
        }
        catch (Exception away) when (away is ServiceException || ServiceException.IsLost(away))
        {
            // Without their names departments are shown by their codes.
        }
    }

    /// <summary>A department's name; its code while the archive has not heard its name.</summary>
    public string Of(string department) => All.GetValueOrDefault(department, department);
}
