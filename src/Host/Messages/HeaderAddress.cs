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

    static string WithoutRoute(string address) =>
        address is ['@', ..] && AddressParts.IsPath(address) ? address[(address.IndexOf(':', StringComparison.Ordinal) + 1)..] : address;
}
