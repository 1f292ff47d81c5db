namespace Msmtp;

/// <summary>The envelope sender, who gets bounces: the argument of MAIL FROM (RFC 5321 §4.1.2, Reverse-path), without brackets.</summary>
public sealed record ReversePath
{
    /// <summary>Initializes the path with an address, without brackets.</summary>
    /// <exception cref="ArgumentException">It is neither empty nor an address (<see cref="AddressParts.IsPath"/>).</exception>
    public ReversePath(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address.Length == 0 || AddressParts.IsPath(address)
            ? address
            : throw new ArgumentException("not a valid address for an SMTP path", nameof(address));
    }

    /// <summary>The null reverse-path <c>&lt;&gt;</c> of a notification (RFC 5321 §4.5.5).</summary>
    public static ReversePath Null { get; } = new("");

    /// <summary>The address; empty for the null reverse-path.</summary>
    public string Address { get; }

    /// <summary>Returns the path as in MAIL FROM, with brackets.</summary>
    public override string ToString() => $"<{Address}>";
}
