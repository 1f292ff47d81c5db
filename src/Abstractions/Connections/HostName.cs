using Msmtp.Text;

namespace Msmtp;

/// <summary>Host names in the form used by the DNS, certificates and proxies.</summary>
public static class HostName
{
    /// <summary>Converts a host name to A-labels (RFC 5890 §2.3.2.1). An IP address is returned unchanged.</summary>
    /// <param name="host">The name as the user wrote it, in any script.</param>
    /// <exception cref="MailException">The name is not valid; the stage is <see cref="DeliveryStage.Resolve"/>.</exception>
    public static string ToAscii(string host)
    {
        try
        {
            return DomainName.ToAscii(host);
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.NoHost, DeliveryStage.Resolve, $"cannot locate host {host}: {e.Message}", inner: e);
        }
    }
}
