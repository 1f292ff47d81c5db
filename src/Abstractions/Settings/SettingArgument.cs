using Msmtp.Text;

namespace Msmtp;

/// <summary>The argument of a setting as it was written, and what else a parser may know.</summary>
public readonly record struct SettingArgument
{
    readonly string? text;
    readonly ReadOnlyMemory<byte> octets;

    /// <summary>Initializes an argument with text.</summary>
    public SettingArgument(string text)
    {
        this.text = text;
    }

    /// <summary>Initializes an argument with octets, which the caller zeroes, for a secret (<see cref="SettingDescriptor.IsSecret"/>).</summary>
    public SettingArgument(ReadOnlyMemory<byte> octets)
    {
        this.octets = octets;
    }

    /// <summary>
    /// The argument without quotes; empty if there is none, which unsets most settings. Text cannot be zeroed: for secrets use
    /// <see cref="ToSecret"/>.
    /// </summary>
    public string Text => text ?? OctetText.Decode(octets.Span);

    /// <summary>Where it was written.</summary>
    public SettingOrigin Origin { get; init; }

    /// <summary>The user's home directory, for a leading <c>~</c>; empty if unknown.</summary>
    public string Home { get; init; } = "";

    /// <summary>The names of the registered SASL mechanisms, upper case.</summary>
    public IReadOnlyCollection<string> Mechanisms { get; init; } = [];

    /// <summary>Returns the argument as a secret, without making a string of octets; null if there is no argument.</summary>
    public Secret? ToSecret()
    {
        var secret = new Secret(text is null ? octets.ToArray() : OctetText.Encode(text));
        return secret.Reveal().IsEmpty ? null : secret;
    }
}

/// <summary>Where a setting was written.</summary>
public enum SettingOrigin
{
    /// <summary>In a msmtprc file.</summary>
    File,

    /// <summary>On the command line.</summary>
    CommandLine,
}
