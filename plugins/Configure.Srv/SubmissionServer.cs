namespace Msmtp.Configure.Srv;

/// <summary>The server that accepts mail from a domain's users.</summary>
/// <param name="Host">Its name, without a trailing dot.</param>
/// <param name="Port">Its port.</param>
/// <param name="BeginsWithTls">TLS from the start (RFC 8314 §3.3), not by STARTTLS.</param>
sealed record SubmissionServer(string Host, int Port, bool BeginsWithTls)
{
    // RFC 8314 §5.1: submission with TLS from the start; RFC 6186 §3.1: submission. The first is preferred whatever the priorities,
    // which can only be compared within one name.
    const string WithTls = "_submissions._tcp.";
    const string Plain = "_submission._tcp.";

    /// <summary>The names to look up, in order.</summary>
    public static IReadOnlyList<string> Names(string domain) => [WithTls + domain, Plain + domain];

    /// <summary>Looks up the server of a domain in ASCII. Null: the domain has none.</summary>
    /// <exception cref="IOException">The lookup failed.</exception>
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
