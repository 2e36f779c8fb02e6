using System.Text.Json;
using Ops.Platform.Registers;
using Ops.Platform.Texts;

namespace Ops.Platform.Approvals;

/// <summary>What the register of approvals says to whoever reads it.</summary>
internal sealed class ApprovalSentences : IRegisterSentences
{
    public string Register => ApprovalBook.Register;

    public Text? Of(JsonElement entry, string by)
    {
        var what = entry.GetProperty("what").Deserialize<Text>();
        // The first and the last of them are entered by the schema, whoever changes the request.
        switch (entry.GetProperty("step").GetString())
        {
            case "asked":
                return Text.Of("approval.entry-asked", ("by", by), ("what", what));
            case "closed":
                return Text.Of("approval.entry-closed", ("what", what));
        }

        var agreed = entry.GetProperty("decision").GetString() == "agreed";
        return entry.GetProperty("standsInFor").GetString() is { } another
            ? Text.Of(
                agreed ? "approval.entry-agreed-for" : "approval.entry-refused-for", ("by", by), ("for", another),
                ("what", what))
            : Text.Of(agreed ? "approval.entry-agreed" : "approval.entry-refused", ("by", by), ("what", what));
    }
}
