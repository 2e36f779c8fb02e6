namespace Ops.RecordsArchive;

/// <summary>The departments between which records are handed over (DOC-4).</summary>
internal static class Departments
{
    /// <summary>项目销售组.</summary>
    public const string ProjectSalesGroup = "project-sales-group";

    /// <summary>销售经营部客户事务组.</summary>
    public const string CustomerAffairsGroup = "customer-affairs-group";

    /// <summary>总经理办公室: owns the archive and sees every department's list.</summary>
    public const string GeneralManagerOffice = "general-manager-office";
}
