using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Platform.WorkingTime;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Projects;

/// <summary>T-1: a project is a site with a time zone and a close of business of its own.</summary>
internal static class CreateProject
{
    private const int MostSuffixes = 10, LongestSuffix = 10;

    public static void MapCreateProject(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects", CreateAsync).AsCommand(SalesControlPermissions.ImportUnits)
            .AnswersResult()
            .WithSummary("project.create.summary").Produces<ProjectView>(StatusCodes.Status201Created);
    }

    /// <summary>The project.</summary>
    /// <param name="Code">Lower-case letters, digits and hyphens; in every path.</param>
    /// <param name="Name">The estate's name.</param>
    /// <param name="TimeZone">IANA id; the company's when not given.</param>
    /// <param name="CloseOfBusiness">Local time at which a working day ends; 18:00 when not given.</param>
    /// <param name="StandardDeposit">
    /// What a reservation's deposit is where its form does not say otherwise; CNY 10 000.00 when not given.
    /// </param>
    /// <param name="BuildingSuffixes">
    /// What may stand behind a building's name without making another of it; 号楼, 栋, 幢 and 座 when not given.
    /// </param>
    /// <param name="EntranceSuffixes">The same of an entrance's name; 单元 when not given.</param>
    /// <param name="RoomSuffixes">The same of a room's name; 号 and 室 when not given.</param>
    internal sealed record Request(
        string Code, string Name, string? TimeZone = null, LocalTime? CloseOfBusiness = null,
        Money? StandardDeposit = null, IReadOnlyList<string>? BuildingSuffixes = null,
        IReadOnlyList<string>? EntranceSuffixes = null, IReadOnlyList<string>? RoomSuffixes = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Code).IsCode("project.code");
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.StandardDeposit!).SetValidator(new Money.Validator())
                .When(r => r.StandardDeposit is not null);
            RuleFor(r => r.TimeZone)
                .Must(zone => zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null)
                .Refuses("T-1", "project.time-zone");
            IsSuffixes(RuleFor(r => r.BuildingSuffixes));
            IsSuffixes(RuleFor(r => r.EntranceSuffixes));
            IsSuffixes(RuleFor(r => r.RoomSuffixes));
        }

        /// <summary>Letters alone: a digit would be a part of the name.</summary>
        private static void IsSuffixes(IRuleBuilder<Request, IReadOnlyList<string>?> rule) => rule
            .Must(all => all is null || (all.Count <= MostSuffixes && all.All(
                one => one.Length is > 0 and <= LongestSuffix && one.EnumerateRunes().All(Rune.IsLetter))))
            .Refuses("RES-2", "project.suffixes", ("most", MostSuffixes), ("longest", LongestSuffix));
    }

    [Rule("T-1", "a project's time zone")]
    private static async Task<Outcome<IResult>> CreateAsync(
        Request request, Actor actor, SalesControlDb db, IClock clock, CompanyTime company,
        CancellationToken cancellationToken)
    {
        if (!actor.MaySee(request.Code))
            return new Refused("CS-7", Text.Of("project.not-yours"), RefusalKind.Forbidden);
        if (await db.Projects.AnyAsync(p => p.Code == request.Code, cancellationToken))
            return new Refused(null, Text.Of("project.there-already", ("project", request.Code)));

        if (await db.Projects.AnyAsync(
            p => SalesControlDb.PlainText(p.Name) == SalesControlDb.PlainText(request.Name), cancellationToken))
        {
            return Refused.Input("DOC-5.10.1", "name", Text.Of("project.name-taken", ("name", request.Name)));
        }

        var site = new SiteTime(
            request.TimeZone ?? company.Zone.Id, request.CloseOfBusiness ?? SiteTime.CustomaryClose);
        var project = new Project(request.Code, request.Name, site, clock.GetCurrentInstant(), actor.Id)
        {
            StandardDeposit = request.StandardDeposit?.ToDecimal() ?? Project.CustomaryDeposit,
            BuildingSuffixes = [.. request.BuildingSuffixes ?? Project.CustomaryBuildingSuffixes],
            EntranceSuffixes = [.. request.EntranceSuffixes ?? Project.CustomaryEntranceSuffixes],
            RoomSuffixes = [.. request.RoomSuffixes ?? Project.CustomaryRoomSuffixes],
        };
        db.Projects.Add(project);
        return Results.Created($"/api/sales/projects/{project.Code}/board", ProjectView.Of(project)).AsOutcome();
    }
}
