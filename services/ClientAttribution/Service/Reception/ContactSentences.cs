using System.Text.Json;
using Ops.Platform.Registers;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>What the registers of receptions and of calls say to whoever reads them.</summary>
/// <param name="register">One of the two.</param>
internal sealed class ContactSentences(string register) : IRegisterSentences
{
    public string Register => register;

    public Text? Of(JsonElement entry, string by)
    {
        var what = entry.GetProperty("what").GetString();
        if (what == "opened")
        {
            return Text.Of(
                "contact.entry-opened", ("by", by),
                ("consultants", entry.GetProperty("consultants").EnumerateArray().Select(one => one.GetString()!)
                    .ToList()));
        }

        var number = entry.GetProperty("number").GetInt32();
        return what switch
        {
            "came" => Text.Of("contact.entry-came", ("by", by), ("number", number)),
            "assigned" => Text.Of("contact.entry-assigned", ("number", number), ("consultant", ConsultantOf(entry))),
            "ended" => Text.Of("contact.entry-ended", ("number", number), ("consultant", ConsultantOf(entry))),
            "entered" => Text.Of("contact.entry-entered", ("number", number), ("consultant", ConsultantOf(entry))),
            "noRecord" => Text.Of("contact.entry-missed", ("number", number), ("consultant", ConsultantOf(entry))),
            "calledBack" => Text.Of("contact.entry-called-back", ("by", by), ("number", number)),
            _ => null,
        };
    }

    private static string ConsultantOf(JsonElement entry) => entry.GetProperty("consultant").GetString() ?? "-";
}
