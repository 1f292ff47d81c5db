namespace Msmtp.Transport.Smtp;

/// <summary>A host's name as the DNS, a certificate and a proxy know it.</summary>
static class HostName
{
    /// <summary>
    /// The name in A-labels (RFC 5890 §2.3.2.1). Throws <see cref="MailException"/> with the stage
    /// <see cref="DeliveryStage.Resolve"/>: there can be no such host.
    /// </summary>
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
