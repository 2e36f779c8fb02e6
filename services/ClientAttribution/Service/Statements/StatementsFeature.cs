using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Statements;

/// <summary>REC-3.1: months of commission, which consultants confirm.</summary>
internal static class StatementsFeature
{
    public static DepartmentBuilder AddStatements(this DepartmentBuilder department)
    {
        department.Services.AddVersionsOf<ClientAttributionDb>(
            "/api/clients/statements", db => db.CommissionStatements.Select(
                one => new ThingVersion { Id = one.Id, Version = one.Version }));
        return department.Feature(
            "statement.feature",
            "statement.feature.about",
            api =>
            {
                ReadStatements.Map(api);
                CloseMonth.Map(api);
                AnswerStatement.Map(api);
            });
    }
}
