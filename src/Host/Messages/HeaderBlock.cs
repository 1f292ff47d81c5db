namespace Msmtp.Hosting;

/// <summary>The header part of a message: fields whose lines end with LF, without any CR. Made by <see cref="HeaderBuffer"/>.</summary>
/// <param name="Octets">The fields; empty, or the last octet is LF. The empty line is not among them.</param>
/// <param name="HasEmptyLine">An empty line followed; false: the message ended inside the header.</param>
sealed record HeaderBlock(ReadOnlyMemory<byte> Octets, bool HasEmptyLine)
{
    /// <summary>Walks over the fields. No property: a record prints its properties, which nothing that lives on the stack can be.</summary>
    public HeaderFields GetEnumerator() => new(Octets.Span);
}
