using System.Net;
using Ops.Portal.Calls;
using Ops.Portal.Clients.RecordsArchive;
using Ops.Portal.Pages.Everybody.Search;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>Finds the files of units, by the units' codes, in each project that one may see.</summary>
internal sealed class FileSearch(RecordsArchiveClient archive, ProjectNames projects) : ISearchPart
{
    public string Name => "portal.search.files";

    public string Permission => "archive.file.read";

    public bool MayBe(string words) => Words.AreACode(words);

    public Task<IReadOnlyList<Hit>> FindAsync(string words, CancellationToken cancellationToken) =>
        projects.FindAsync(async project =>
        {
            try
            {
                var file = (await archive.ReadUnitFileAsync(
                    project.Code, words, cancellationToken: cancellationToken)).Result;
                return [new(ArchiveComponent.FileAddress(file.Project, file.Unit), file.Number, project.Name)];
            }
            catch (ServiceException refused) when (refused.Status == HttpStatusCode.NotFound)
            {
                // Another project's, or of a unit that nobody has signed for.
                return [];
            }
        });
}
