namespace Msmtp.Configure.Srv;

/// <summary>The server that takes a domain's mail from its users.</summary>
/// <param name="Host">Its name, without a dot at the end.</param>
/// <param name="Port">Its port.</param>
/// <param name="BeginsWithTls">TLS comes with the connection (RFC 8314 §3.3), not with STARTTLS.</param>
sealed record SubmissionServer(string Host, int Port, bool BeginsWithTls)
{
    // RFC 8314 §5.1: submission with TLS from the first octet; RFC 6186 §3.1: submission. The first is preferred whatever
    // the priorities say, for they are compared within one name only.
    const string WithTls = "_submissions._tcp.";
    const string Plain = "_submission._tcp.";

    /// <summary>The names that are asked for, in their order.</summary>
    public static IReadOnlyList<string> Names(string domain) => [WithTls + domain, Plain + domain];

    /// <summary>Asks for the server of a domain in ASCII. Null: the domain names none.</summary>
    /// <exception cref="IOException">Nobody could tell.</exception>
    public static async ValueTask<SubmissionServer?> FindAsync(string domain, ISrvSource source, CancellationToken cancellationToken)
    {
        foreach (var name in Names(domain))
        {
            if (!HostName.IsAskable(name))
                continue;
            if (SrvChoice.Pick(await source.FindAsync(name, cancellationToken).ConfigureAwait(false)) is { } record)
                return new SubmissionServer(record.Target.TrimEnd('.'), record.Port, name.StartsWith(WithTls, StringComparison.Ordinal));
        }
        return null;
    }
}
