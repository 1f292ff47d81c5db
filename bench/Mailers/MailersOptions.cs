using System.Globalization;

namespace Msmtp.Bench;

/// <summary>How the comparison is asked for.</summary>
sealed record MailersOptions
{
    public const string Usage = "usage: Msmtp.Bench.Mailers [--quick] [--only TITLE] [--rounds N] [--update-docs FILE]";

    /// <summary>Few short turns: to see that it works, not to be quoted.</summary>
    public bool IsQuick { get; init; }

    /// <summary>What the title of a cell has to hold.</summary>
    public string Only { get; init; } = "";

    /// <summary>Turns of each sender; null: as many as make a table that can be quoted.</summary>
    public int? Rounds { get; init; }

    /// <summary>The document whose table is replaced; null: none.</summary>
    public string? Docs { get; init; }

    public int Turns => Rounds ?? (IsQuick ? 1 : 7);

    public TimeSpan WarmUp => TimeSpan.FromSeconds(IsQuick ? 0.2 : 2);

    public TimeSpan TurnTime => TimeSpan.FromSeconds(IsQuick ? 0.2 : 1);

    /// <returns>Null: that is no way to ask.</returns>
    public static MailersOptions? Read(IReadOnlyList<string> arguments)
    {
        var options = new MailersOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var next = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i], next)
            {
                case ("--quick", _): options = options with { IsQuick = true }; continue;
                case ("--only", not null): options = options with { Only = next }; break;
                case ("--rounds", not null): options = options with { Rounds = int.Parse(next, CultureInfo.InvariantCulture) }; break;
                case ("--update-docs", not null): options = options with { Docs = next }; break;
                default: return null;
            }
            i++;
        }
        return options;
    }
}
