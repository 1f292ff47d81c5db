namespace Msmtp;

/// <summary>The argument of <c>auth</c>: whether to authenticate, and how.</summary>
public sealed record AuthChoice
{
    AuthChoice(string? mechanism)
    {
        Mechanism = mechanism;
    }

    /// <summary>No authentication.</summary>
    public static AuthChoice Off { get; } = new((string?)null);

    /// <summary>The best mechanism that the server offers and that is safe on the connection.</summary>
    public static AuthChoice Automatic { get; } = new("");

    /// <summary>The mechanism's name in upper case; empty for automatic choice; null for no authentication.</summary>
    public string? Mechanism { get; }

    /// <summary>This mechanism and no other.</summary>
    /// <param name="mechanism">Its name (RFC 4422 §3.1), in any case.</param>
    public static AuthChoice Named(string mechanism)
    {
        ArgumentException.ThrowIfNullOrEmpty(mechanism);
        return new AuthChoice(mechanism.ToUpperInvariant());
    }

    /// <summary>Returns the choice as <c>--pretend</c> shows it.</summary>
    public override string ToString() => Mechanism switch
    {
        null => "none",
        "" => "choose",
        var name => name,
    };

    internal static bool TryParse(SettingArgument argument, out AuthChoice value)
    {
        value = argument.Text switch
        {
            "" or "on" => Automatic,
            "off" => Off,
            var name => Named(name),
        };
        // msmtprc accepts mechanism names in lower case only.
        return value.Mechanism is null or ""
            || !argument.Text.Any(char.IsAsciiLetterUpper) && argument.Mechanisms.Contains(value.Mechanism);
    }
}
