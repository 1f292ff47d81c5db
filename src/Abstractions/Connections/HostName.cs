using Msmtp.Text;

namespace Msmtp;

/// <summary>A host's name as the DNS, a certificate and a proxy know it.</summary>
public static class HostName
{
    /// <summary>The name in A-labels (RFC 5890 §2.3.2.1); an address stays what it is.</summary>
    /// <param name="host">The name as a user wrote it, in letters of any script.</param>
    /// <exception cref="MailException">With the stage <see cref="DeliveryStage.Resolve"/>: there can be no such host.</exception>
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
