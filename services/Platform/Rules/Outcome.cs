namespace Ops.Platform.Rules;

/// <summary>The result of a use case: what came of it, or the refusal.</summary>
/// <typeparam name="T">What comes of it when nothing refuses.</typeparam>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? _value;

    private Outcome(T? value, Refused? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>The refusal; null when it went through.</summary>
    public Refused? Refusal { get; }

    /// <summary>What came of it.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null
        ? _value!
        : throw new InvalidOperationException($"Refused by {Refusal.Rule ?? "no rule"}: {Refusal.Detail}");

    /// <summary>Went through.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>Was refused.</summary>
    public static implicit operator Outcome<T>(Refused refusal) => new(default, refusal);

    /// <summary>Goes on with what came of it; a refusal is passed on.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next)
        where TNext : notnull
    {
        ArgumentNullException.ThrowIfNull(next);
        return Refusal is null ? next(_value!) : Refusal;
    }
}
