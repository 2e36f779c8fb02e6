namespace Ops.ClientAttribution.Attribution;

/// <summary>What comes of all the steps: whose client it is, with what each has of the commission.</summary>
internal static class Awarding
{
    /// <summary>The award, as the confirmation in force has it.</summary>
    public static Attributed Conclude(CaseFile file)
    {
        if (file.Find(file.Question.Client) is not { } confirmed)
        {
            return ConnectedCustomer.Unclaimed(file) is { } because
                ? new(new(AwardKind.Company, [], because), file.Steps)
                : new(new(AwardKind.Nobody, [], file.Unregistered is { } sold ? [sold.Id] : []), file.Steps);
        }

        if (ConnectedCustomer.Unreported(file, confirmed) is { } evidence)
            return new(new(AwardKind.Company, [], evidence), file.Steps);
        var holdings = new Holding[confirmed.Shares.All.Count];
        for (var i = 0; i < holdings.Length; i++)
        {
            var (consultant, percent) = confirmed.Shares.All[i];
            holdings[i] = new(consultant, percent)
            {
                StandIns = StandingIn.PartsOf(file, confirmed, consultant),
                ForfeitedToFund = confirmed.NotAccepting.Contains(consultant),
            };
        }

        return new(
            new(AwardKind.Consultants, holdings, confirmed.Evidence)
            {
                ValidUntil = confirmed.Sales.Count > 0 ? null : confirmed.ValidUntil,
                Collisions = [.. confirmed.Collisions],
            },
            file.Steps);
    }
}
