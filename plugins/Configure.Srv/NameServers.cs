using System.Net;
using DnsClient;

namespace Msmtp.Configure.Srv;

/// <summary>
/// Asks the system's name servers, over UDP and, where an answer does not fit, over TCP (RFC 1035 §4.2). Each has its time,
/// so that dead ones cannot hold it.
/// </summary>
sealed class NameServers(ResolverFile file, int port = NameServers.Port) : ISrvSource
{
    const int Port = 53;

    // Nothing of it is there before it is asked for: a mail has no use for it.
    LookupClient? client;

    /// <summary>Those that resolv.conf names.</summary>
    public static NameServers Of(Surroundings surroundings)
    {
        try
        {
            return new NameServers(ResolverFile.Parse(File.ReadAllText(surroundings.SystemConfiguration + "/resolv.conf")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new NameServers(new ResolverFile());
        }
    }

    public async ValueTask<IReadOnlyList<SrvRecord>> FindAsync(string name, CancellationToken ct)
    {
        client ??= new LookupClient(Options());
        try
        {
            var answer = await client.QueryAsync(name, QueryType.SRV, cancellationToken: ct).ConfigureAwait(false);
            return answer.Header.ResponseCode switch
            {
                DnsHeaderResponseCode.NoError => [.. answer.Answers.OfType<DnsClient.Protocol.SrvRecord>().Select(Record)],
                DnsHeaderResponseCode.NotExistentDomain => [],
                _ => throw Failed(name, answer.ErrorMessage),
            };
        }
        catch (DnsResponseException e) when (e.Code == DnsResponseCode.ConnectionTimeout)
        {
            throw Failed(name, "no answer from " + string.Join(", ", file.Servers), e);
        }
        catch (DnsXidMismatchException e)
        {
            throw Failed(name, "the answer is one to another question", e);
        }
        catch (Exception e) when (e is DnsResponseException or DnsResponseParseException)
        {
            throw Failed(name, e.InnerException?.Message ?? e.Message, e);
        }
    }

    static SrvRecord Record(DnsClient.Protocol.SrvRecord record) =>
        new(record.Priority, record.Weight, record.Port, record.Target.Value);

    static IOException Failed(string name, string why, Exception? inner = null) => new($"cannot look up {name}: {Printable.Text(why)}", inner);

    // Nobody but the servers named: not the public ones that the library would fall back to, nor one more question to the next
    // server when the first has said that there is nothing.
    LookupClientOptions Options() => new([.. file.Servers.Select(address => new NameServer(new IPEndPoint(address, port)))])
    {
        AutoResolveNameServers = false,
        Timeout = file.Timeout,
        Retries = file.Attempts - 1,
        UseRandomNameServer = false,
        UseCache = false,
        UseTcpFallback = true,
        ThrowDnsErrors = false,
        ContinueOnDnsError = true,
        ContinueOnEmptyResponse = false,
    };
}
