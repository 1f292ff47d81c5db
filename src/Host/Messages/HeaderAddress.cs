namespace Msmtp.Hosting;

/// <summary>
/// An address in a field that is added. Nobody knows yet whether the server takes UTF-8 there (RFC 6532), so that a domain
/// beyond ASCII stands in A-labels, which everybody reads.
/// </summary>
static class HeaderAddress
{
    /// <summary>The address; one whose domain cannot be stays as it is, and the transport says why it cannot be sent.</summary>
    public static string Of(string address)
    {
        try
        {
            return AddressParts.WithAsciiDomain(address);
        }
        catch (InvalidDataException)
        {
            return address;
        }
    }
}
