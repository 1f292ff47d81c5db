namespace Msmtp.Configure.Srv;

/// <summary>
/// The reply to a question (RFC 1035 §4.1). Does no I/O. After the header come questions and records; the sections after the answer
/// section are not read.
/// <code>
/// header   = ID(2) flags(2) QDCOUNT(2) ANCOUNT(2) NSCOUNT(2) ARCOUNT(2)    ; in octets
/// flags    = QR(1) Opcode(4) AA(1) TC(1) RD(1)  RA(1) Z(3) RCODE(4)        ; in bits
/// question = name QTYPE(2) QCLASS(2)
/// record   = name TYPE(2) CLASS(2) TTL(4) RDLENGTH(2) RDATA
/// RDATA    = Priority(2) Weight(2) Port(2) Target                          ; of SRV, RFC 2782
/// </code>
/// </summary>
static class DnsReply
{
    const int Internet = 1;
    const int CutOff = 0x200;

    /// <summary>The SRV records, in order, whatever their name: the question's name may be an alias (RFC 1034 §3.6.2).</summary>
    /// <exception cref="InvalidDataException">The message is malformed or incomplete.</exception>
    public static IReadOnlyList<SrvRecord> SrvRecords(ReadOnlySpan<byte> message)
    {
        var reader = new DnsReader(message);
        reader.Octets(2);
        // RFC 2181 §9: an answer marked as truncated is not to be used.
        if ((reader.Number() & CutOff) != 0)
            throw new InvalidDataException("the answer is cut off");
        var (questions, answers) = (reader.Number(), reader.Number());
        reader.Octets(4);
        for (; questions > 0; questions--)
        {
            reader.Name();
            reader.Octets(4);
        }
        var records = new List<SrvRecord>();
        for (; answers > 0; answers--)
            if (Read(ref reader) is { } record)
                records.Add(record);
        return records;
    }

    /// <summary>The error that a server has returned instead of an answer (RFC 1035 §4.1.1). Null: none.</summary>
    public static string? Refusal(ReadOnlySpan<byte> message) => message is [_, _, >= 0x80, var last, ..]
        ? (last & 0xF) switch
        {
            0 or 3 => null,
            1 => "Format Error",
            2 => "Server Failure",
            4 => "Not Implemented",
            5 => "Query Refused",
            var code => $"response code {code}",
        }
        : null;

    static SrvRecord? Read(ref DnsReader reader)
    {
        reader.Name();
        var (type, family) = (reader.Number(), reader.Number());
        reader.Octets(4);
        var length = reader.Number();
        var end = reader.Position + length;
        if ((type, family) != (SrvRecord.Type, Internet))
        {
            reader.Octets(length);
            return null;
        }
        var record = new SrvRecord(reader.Number(), reader.Number(), reader.Number(), reader.Name());
        return reader.Position == end ? record : throw new InvalidDataException("an SRV record has not the length that it claims");
    }
}
