namespace Msmtp.Configure.Srv;

/// <summary>
/// Asks the system's name servers through the C library. That blocks, as everything does in the command, which this mode is for.
/// </summary>
sealed class NameServers(PluginEnvironment environment) : ISrvSource
{
    public ValueTask<IReadOnlyList<SrvRecord>> FindAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(name));
    }

    IReadOnlyList<SrvRecord> Find(string name)
    {
        try
        {
            var resolution = Resolution.Of(name, SrvRecord.Type);
            return resolution.Error switch
            {
                ResolverError.None => DnsReply.SrvRecords(resolution.Reply.Span),
                ResolverError.HostNotFound or ResolverError.NoData => [],
                _ => throw new IOException(DnsReply.Refusal(resolution.Reply.Span) ?? NoAnswer()),
            };
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new IOException($"cannot look up {name}: {e.Message}", e);
        }
    }

    string NoAnswer() => "no answer from " + string.Join(", ", ResolverFile.Of(environment));
}
