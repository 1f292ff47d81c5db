namespace Msmtp.Parity;

/// <summary>What the server does about a command.</summary>
/// <param name="Octets">What it says, line ends included.</param>
public sealed record Answer(string Octets)
{
    /// <summary>Hangs up without a word.</summary>
    public static Answer Close { get; } = new("") { Closes = true };

    /// <summary>Hangs up with a TCP reset.</summary>
    public static Answer Reset { get; } = new("") { Closes = true, Resets = true };

    /// <summary>Whether it hangs up afterwards.</summary>
    public bool Closes { get; init; }

    /// <summary>Whether hanging up is a TCP reset.</summary>
    public bool Resets { get; init; }

    /// <summary>Lines of a reply, separated by LF.</summary>
    public static implicit operator Answer(string lines) => Lines(lines);

    /// <summary>Lines of a reply, separated by LF.</summary>
    public static Answer Lines(string lines) => new(string.Concat(lines.Split('\n').Select(static line => line + "\r\n")));

    /// <summary>Octets as they are.</summary>
    public static Answer Raw(string octets) => new(octets);
}
