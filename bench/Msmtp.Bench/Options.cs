using System.Text.RegularExpressions;

namespace Msmtp.Bench;

/// <summary>What run.sh asks for.</summary>
sealed record Options
{
    public const string Usage = "usage: bench/run.sh [--quick] [--only PATTERN] | --update-docs";

    public required string Root { get; init; }

    public bool IsQuick { get; init; }

    public bool UpdatesDocs { get; init; }

    /// <summary>Which rows and tables, by a regular expression that their titles match.</summary>
    public Regex Only { get; init; } = new("");

    /// <summary>Null: they are wrong.</summary>
    public static Options? Read(IReadOnlyList<string> arguments)
    {
        var options = new Options { Root = "" };
        for (var i = 0; i < arguments.Count; i++)
        {
            var next = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i], next)
            {
                case ("--quick", _): options = options with { IsQuick = true }; continue;
                case ("--update-docs", _): options = options with { UpdatesDocs = true }; continue;
                case ("--only", not null): options = options with { Only = new Regex(next, RegexOptions.IgnoreCase) }; break;
                case ("--root", not null): options = options with { Root = next }; break;
                default: return null;
            }
            i++;
        }
        // The docs need a complete, thorough run.
        var isPart = options.IsQuick || options.Only.ToString() is not "";
        return options.Root is not "" && !(options.UpdatesDocs && isPart) ? options : null;
    }
}
