using Msmtp.Text;

namespace Msmtp;

/// <summary>The argument of a setting as somebody wrote it, and what a parser may know besides.</summary>
public readonly record struct SettingArgument
{
    readonly string? text;
    readonly ReadOnlyMemory<byte> octets;

    /// <summary>An argument that is text already.</summary>
    public SettingArgument(string text)
    {
        this.text = text;
    }

    /// <summary>An argument as octets, which stay the caller's to zero: that of a setting with <see cref="SettingDescriptor.IsSecret"/>.</summary>
    public SettingArgument(ReadOnlyMemory<byte> octets)
    {
        this.octets = octets;
    }

    /// <summary>
    /// The argument without quotes; empty: there is none, which for most settings unsets them. Text cannot be zeroed: see
    /// <see cref="ToSecret"/>.
    /// </summary>
    public string Text => text ?? OctetText.Decode(octets.Span);

    /// <summary>Where it was written.</summary>
    public SettingOrigin Origin { get; init; }

    /// <summary>The user's home directory, for a leading <c>~</c>; empty: unknown.</summary>
    public string Home { get; init; } = "";

    /// <summary>The SASL mechanisms that plugins have registered, upper case.</summary>
    public IReadOnlyCollection<string> Mechanisms { get; init; } = [];

    /// <summary>The argument as a secret, of which there is no other copy where it came as octets. Null: there is none.</summary>
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
