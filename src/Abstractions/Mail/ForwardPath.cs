namespace Msmtp;

/// <summary>A recipient: the argument of RCPT TO (RFC 5321 §4.1.2, Forward-path), without its brackets.</summary>
public sealed record ForwardPath
{
    /// <summary>Takes the address as it will stand between the brackets.</summary>
    /// <exception cref="ArgumentException">The address holds CR, LF or NUL, which would end the command line.</exception>
    public ForwardPath(string address)
    {
        Address = CommandText.Checked(address, nameof(address));
    }

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>The path as it stands in RCPT TO.</summary>
    public override string ToString() => $"<{Address}>";
}
