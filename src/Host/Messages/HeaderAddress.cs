namespace Msmtp.Hosting;

/// <summary>
/// An address in a field that is added. It is not known yet whether the server accepts UTF-8 there (RFC 6532), so a non-ASCII domain is
/// written in A-labels, which everybody can read.
/// </summary>
static class HeaderAddress
{
    /// <summary>
    /// The address without a route, which no field may have (RFC 5322 §4.4). If its domain has no A-labels, it is left as it is, and the
    /// transport will report why it cannot be sent.
    /// </summary>
    public static string Of(string address)
    {
        try
        {
            return AddressParts.WithAsciiDomain(WithoutRoute(address));
        }
        catch (InvalidDataException)
        {
            return address;
        }
    }

    /// <summary>Whether two addresses, as <see cref="Of"/> writes them, are the same. RFC 5321 §2.4: case counts in the local part only.</summary>
    public static bool AreSame(string one, string other)
    {
        (one, other) = (Of(one), Of(other));
        var local = AddressParts.LocalPart(one);
        return local == AddressParts.LocalPart(other)
            && one.AsSpan(local.Length).Equals(other.AsSpan(local.Length), StringComparison.OrdinalIgnoreCase);
    }

    static string WithoutRoute(string address) =>
        address is ['@', ..] && AddressParts.IsPath(address) ? address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..] : address;
}
