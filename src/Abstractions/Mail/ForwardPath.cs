namespace Msmtp;

/// <summary>A recipient: the argument of RCPT TO (RFC 5321 §4.1.2, Forward-path), without brackets.</summary>
public sealed record ForwardPath
{
    /// <summary>Initializes the path with an address, without brackets.</summary>
    /// <exception cref="ArgumentException">It is not an address (<see cref="AddressParts.IsPath"/>).</exception>
    public ForwardPath(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = AddressParts.IsPath(address)
            ? address
            : throw new ArgumentException("not a valid address for an SMTP path", nameof(address));
    }

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>Returns the path as in RCPT TO, with brackets.</summary>
    public override string ToString() => $"<{Address}>";
}
