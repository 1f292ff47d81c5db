namespace Msmtp;

/// <summary>A recipient: the argument of RCPT TO (RFC 5321 §4.1.2, Forward-path), without its brackets.</summary>
public sealed record ForwardPath
{
    /// <summary>Takes the address as it will stand between the brackets.</summary>
    /// <exception cref="ArgumentException">It is no address (<see cref="AddressParts.IsPath"/>).</exception>
    public ForwardPath(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = AddressParts.IsPath(address)
            ? address
            : throw new ArgumentException("not a valid address for an SMTP path", nameof(address));
    }

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>The path as it stands in RCPT TO.</summary>
    public override string ToString() => $"<{Address}>";
}
