using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Spreadsheets;

/// <summary>How a route says that it takes a list, or answers one.</summary>
public static class SheetRoutes
{
    /// <summary>The body is a list: XLSX or CSV, as large as lists are.</summary>
    public static RouteHandlerBuilder TakesList(this RouteHandlerBuilder route) => route.WithMetadata(
        new RequestSizeLimitAttribute(SentList.MostBytes),
        new TakesFile(Spreadsheet.WorkbookType, "text/csv", "application/octet-stream"));

    /// <summary>The answer is a list, as a workbook or as text.</summary>
    public static RouteHandlerBuilder AnswersList(this RouteHandlerBuilder route) =>
        route.AnswersFile(Spreadsheet.WorkbookType, "text/csv");

    /// <summary>The answer is a workbook.</summary>
    public static RouteHandlerBuilder AnswersWorkbook(this RouteHandlerBuilder route) =>
        route.AnswersFile(Spreadsheet.WorkbookType);
}
