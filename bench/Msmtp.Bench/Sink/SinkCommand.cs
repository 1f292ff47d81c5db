using Msmtp.Server;

namespace Msmtp.Bench;

/// <summary><c>sink [FILE]</c>: with a file, STARTTLS by a certificate made on the spot, whose authority is written there.</summary>
static class SinkCommand
{
    public static int Run(string? authorityFile)
    {
        using var certificate = authorityFile is null ? null : ServerCertificate.Create();
        if (certificate is not null)
            File.WriteAllText(authorityFile!, certificate.AuthorityPem);
        new SinkServer(new SinkOptions(certificate?.Certificate)).Run();
        return 0;
    }
}
