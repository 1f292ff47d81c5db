namespace Msmtp.Hosting;

/// <summary>
/// An address in a field that is added. Nobody knows yet whether the server takes UTF-8 there (RFC 6532), so that a domain
/// beyond ASCII stands in A-labels, which everybody reads.
/// </summary>
static class HeaderAddress
{
    /// <summary>The address without a route, which no field may have (RFC 5322 §4.4); one whose domain cannot be stays as it is, and the transport says why it cannot be sent.</summary>
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
