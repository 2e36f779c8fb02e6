using Npgsql;

namespace Ops.Benchmarks.Openings;

/// <summary>
/// Whether the day of a release went right: what the callers were told, the rows, the money and the event log must tell
/// the same, and that must be what the rules want.
/// </summary>
internal sealed class OpeningCheck
{
    private readonly Database _sales;
    private readonly Lot _lot;
    private readonly List<Reserved> _reservations;
    private readonly List<UnitRow> _units;

    private OpeningCheck(Database sales, Lot lot, List<Reserved> reservations, List<UnitRow> units) =>
        (_sales, _lot, _reservations, _units) = (sales, lot, reservations, units);

    /// <summary>Who has which unit: the winners, by unit.</summary>
    public IReadOnlyList<(int Unit, Guid Reservation, string Phone, string Consultant)> Winners => [
        .. _reservations.Where(r => r.Number == 1).OrderBy(r => r.Unit).Select(
            r => (r.Unit, r.Id, r.Phone, r.Consultant))];

    /// <summary>Looks at all that was registered for a lot's units.</summary>
    public static async Task<OpeningCheck> LookAsync(Database sales, Lot lot)
    {
        await using var connection = new NpgsqlConnection(sales.Admin + ";Pooling=false");
        await connection.OpenAsync();
        var reservations = await ReadAsync(
            connection, lot,
            """
            SELECT u.room::int, r.id, r.number, r.state, r.customer_phone, r.customer_id, r.consultant,
                r.deposit_receipt, r.form FROM reservations r JOIN units u ON u.id = r.unit_id
            """,
            row => new Reserved(
                row.GetInt32(0), row.GetGuid(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetGuid(5),
                row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetString(8)));
        var units = await ReadAsync(
            connection, lot, "SELECT u.room::int, u.state, u.version, u.registrations, u.waiting FROM units u",
            row => new UnitRow(row.GetInt32(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4)));
        return new(sales, lot, reservations, units);
    }

    /// <summary>
    /// After all forms were brought: one holder a unit, the others in the register's order, nobody twice, each refusal
    /// a right one.
    /// </summary>
    /// <param name="told">What was told, wish by wish.</param>
    public async Task RegisteredAsync(IReadOnlyList<Told> told)
    {
        Right(_units.Count == _lot.Units, $"{_units.Count} units are there, not {_lot.Units}");
        var byId = _reservations.ToDictionary(r => r.Id);
        var byUnit = _reservations.ToLookup(r => r.Unit);

        // What was told is what is written down, one entry each; a customer has one on a unit, whose phone it is.
        Right(
            told.Count(one => one.Registered) == _reservations.Count,
            $"{told.Count(one => one.Registered)} were told that they are registered, {_reservations.Count} are");
        var first = new Dictionary<(int Unit, int Customer), Guid>();
        foreach (var (one, wish) in told.Zip(_lot.Wishes))
        {
            var of = (_lot.UnitOf(wish), _lot.CustomerOf(wish));
            if (one.Registered)
                Right(first.TryAdd(of, one.Reservation), $"customer {of} is registered twice");
        }

        for (var i = 0; i < told.Count; i++)
        {
            var (one, wish) = (told[i], _lot.Wishes[i]);
            Right(byId.TryGetValue(one.Reservation, out var row), $"what {_lot.KeyOf(i)} was told of is not there");
            Right(
                row!.Unit == _lot.UnitOf(wish) && row.Phone == _lot.PhoneOf(wish),
                $"{_lot.KeyOf(i)} was told of another's reservation");
            if (one.Registered)
            {
                Right(
                    row.Number == one.Place + 1
                        && row.Form == $"F-{_lot.FormOf(i)}"
                        && row.Consultant == Lot.Consultant(wish.Consultant),
                    $"{_lot.KeyOf(i)} was told place {one.Place} and stands in place {row.Number - 1}");
                Right(
                    row.State == (one.Place == 0 ? "Pending" : "Waiting")
                        && row.Receipt == (one.Place == 0 ? $"R-{_lot.FormOf(i)}" : null),
                    $"{_lot.KeyOf(i)} is {row.State} with {row.Receipt}");
            }
            else
            {
                // Refused because this customer has a place: that place must be there.
                Right(
                    first.TryGetValue((_lot.UnitOf(wish), _lot.CustomerOf(wish)), out var theirs)
                        && theirs == one.Reservation,
                    $"{_lot.KeyOf(i)} was refused for nothing");
            }
        }

        Right(
            _reservations.Select(r => (r.Unit, r.Customer)).Distinct().Count() == _reservations.Count,
            "a customer stands twice on a unit");
        Right(
            _reservations.Select(r => r.Phone).Distinct().Count()
                == _reservations.Select(r => r.Customer).Distinct().Count(),
            "a customer has two entries");
        foreach (var unit in _units)
        {
            var line = byUnit[unit.Unit].OrderBy(r => r.Number).ToList();
            Right(
                line.Select(r => r.Number).SequenceEqual(Enumerable.Range(1, line.Count)),
                $"1-1-{unit.Unit} has a gap or a double place");
            Right(
                unit.State == (line.Count == 0 ? "Available" : "Pending")
                    && unit.Version == line.Count
                    && unit.Registrations == line.Count
                    && unit.Waiting == Math.Max(0, line.Count - 1),
                $"1-1-{unit.Unit} is {unit} with {line.Count} registered");
        }

        await LoggedAsync();
        await MoneyAsync("Held", "DepositTaken", 2);
    }

    /// <summary>
    /// After the winners have signed: each has its unit, once, with what was paid; nobody waits any more.
    /// </summary>
    public async Task SubscribedAsync()
    {
        foreach (var unit in _units)
        {
            var line = _reservations.Where(r => r.Unit == unit.Unit).ToList();
            if (line.Count > 0)
                Right(unit.State == "Subscribed" && unit.Waiting == 0, $"1-1-{unit.Unit} is {unit.State}");
        }

        Right(
            _reservations.All(r => r.State == (r.Number == 1 ? "Subscribed" : "Closed")),
            "a reservation is not over, or another's is the sale");
        await using var connection = new NpgsqlConnection(_sales.Admin + ";Pooling=false");
        await connection.OpenAsync();
        var sales = await ReadAsync(
            connection, _lot,
            """
            SELECT u.room::int, s.reservation_id, (SELECT count(*) FROM buyers b JOIN reservations r
                ON r.id = s.reservation_id AND r.customer_id = b.customer_id WHERE b.subscription_id = s.id)
                FROM subscriptions s JOIN units u ON u.id = s.unit_id
            """,
            row => (Unit: row.GetInt32(0), Reservation: row.GetGuid(1), Buyers: row.GetInt64(2)));
        var winners = Winners;
        Right(
            sales.Count == winners.Count
                && sales.All(sale => sale.Buyers == 1)
                && sales.Select(sale => (sale.Unit, sale.Reservation)).ToHashSet().SetEquals(
                    winners.Select(winner => (winner.Unit, winner.Reservation))),
            "the sales are not the winners'");
        await LoggedAsync();
        await MoneyAsync("CarriedOver", "CarriedOver", 4);
    }

    /// <summary>
    /// The event log has every change of each unit, in its order, and the registrations in the register's.
    /// </summary>
    private async Task LoggedAsync()
    {
        await using var connection = new NpgsqlConnection(_sales.Admin + ";Pooling=false");
        await connection.OpenAsync();
        var events = await ReadAsync(
            connection, _lot,
            """
            SELECT u.room::int, e.version, e.type, (e.body->>'reservationId')::uuid FROM units u
                JOIN messaging.events e ON e.stream = 'unit/' || u.id
            """,
            row => (
                Unit: row.GetInt32(0), Version: row.GetInt64(1), Type: row.GetString(2),
                Reservation: row.IsDBNull(3) ? (Guid?)null : row.GetGuid(3)));
        var byUnit = events.ToLookup(e => e.Unit);
        var line = _reservations.ToLookup(r => r.Unit);
        foreach (var unit in _units)
        {
            var told = byUnit[unit.Unit].OrderBy(e => e.Version).ToList();
            Right(
                told.Select(e => e.Version).SequenceEqual(
                    Enumerable.Range(1, (int)unit.Version).Select(version => (long)version)),
                $"an event of 1-1-{unit.Unit} is missing");
            Right(
                line[unit.Unit].OrderBy(r => r.Number)
                    .Select(r => (r.Number == 1 ? "ReservationRegistered" : "WaitRecorded", (Guid?)r.Id)).SequenceEqual(
                        told.Where(e => e.Type is "ReservationRegistered" or "WaitRecorded").Select(
                            e => (e.Type, e.Reservation))),
                $"the event log tells of 1-1-{unit.Unit} in another order than the register");
        }
    }

    /// <summary>Each winner's deposit is there once, in one state, and its movements balance.</summary>
    private async Task MoneyAsync(string state, string last, int legs)
    {
        await using var connection = new NpgsqlConnection(_sales.Admin + ";Pooling=false");
        await connection.OpenAsync();
        var money = await ReadAsync(
            connection, _lot,
            """
            SELECT u.room::int, d.state, (SELECT count(*) FROM ledger l
                WHERE l.deposit_id = d.id), (SELECT COALESCE(sum(l.amount), 1) FROM ledger l WHERE l.deposit_id = d.id),
                (SELECT count(*) FROM ledger l WHERE l.deposit_id = d.id AND l.kind = $2)
            FROM deposits d JOIN reservations r ON r.id = d.reservation_id AND r.number = 1
                AND r.deposit_receipt = d.receipt JOIN units u ON u.id = r.unit_id
            """,
            row => (
                Unit: row.GetInt32(0), State: row.GetString(1), Legs: row.GetInt64(2), Sum: row.GetDecimal(3),
                Last: row.GetInt64(4)),
            last);
        Right(
            money.Select(one => one.Unit).Order().SequenceEqual(Winners.Select(winner => winner.Unit)),
            "a deposit is missing, or there twice");
        Right(
            money.TrueForAll(one => one.State == state && one.Legs == legs && one.Sum == 0 && one.Last == 2),
            $"a deposit is not {state}, or its movements do not balance");
    }

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, Lot lot, string sql, Func<NpgsqlDataReader, T> read, params string[] more)
    {
        await using var command = new NpgsqlCommand(
            $"{sql} WHERE u.project = '{Estate.Project}' AND u.code = ANY ($1)", connection);
        command.Parameters.Add(
            new() { Value = Enumerable.Range(lot.First, lot.Units).Select(unit => $"1-1-{unit}").ToArray() });
        foreach (var value in more)
            command.Parameters.Add(new() { Value = value });
        List<T> rows = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    private void Right(bool right, string otherwise)
    {
        if (!right)
            throw new WrongOutcomeException($"Lot {_lot.Number}: {otherwise}.");
    }

    private sealed record Reserved(
        int Unit, Guid Id, int Number, string State, string Phone, Guid Customer, string Consultant, string? Receipt,
        string Form);

    private sealed record UnitRow(int Unit, string State, long Version, int Registrations, int Waiting);
}
