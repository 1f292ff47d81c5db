using System.Buffers;
using System.Text;

namespace Msmtp.Auth.Sasl.Digest;

/// <summary>
/// The directive lists of DIGEST-MD5 messages (RFC 2831 §7.1). Nothing here does I/O.
/// <code>
/// list      = *( *LWS "," ) [ directive *( *LWS "," [ *LWS directive ] ) ] *LWS
/// directive = name *LWS "=" *LWS ( token / DQUOTE *( char / "\" char ) DQUOTE )
/// </code>
/// </summary>
static class DigestDirectives
{
    static readonly SearchValues<char> TokenEnd = SearchValues.Create(",=\"\\ \t\r\n");

    /// <summary>Reads the directives in order, names in lower case, values without quotes.</summary>
    /// <exception cref="InvalidDataException">The list is malformed.</exception>
    public static IReadOnlyList<(string Name, string Value)> Read(string message)
    {
        var directives = new List<(string, string)>();
        for (var rest = message.AsSpan().TrimStart(", \t\r\n"); !rest.IsEmpty; rest = SkipComma(rest))
        {
            var name = ReadToken(ref rest);
            rest = rest.TrimStart(" \t\r\n");
            if (rest is not ['=', ..])
                throw new InvalidDataException("the server's message is malformed");
            rest = rest[1..].TrimStart(" \t\r\n");
            directives.Add((name.ToLowerInvariant(), rest is ['"', ..] ? ReadQuoted(ref rest) : ReadToken(ref rest)));
        }
        return directives;
    }

    static ReadOnlySpan<char> SkipComma(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(" \t\r\n");
        return rest is [] or [',', ..] ? rest.TrimStart(", \t\r\n") : throw new InvalidDataException("the server's message is malformed");
    }

    static string ReadToken(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(TokenEnd);
        var token = end < 0 ? rest : rest[..end];
        if (token.IsEmpty)
            throw new InvalidDataException("the server's message is malformed");
        rest = rest[token.Length..];
        return token.ToString();
    }

    static string ReadQuoted(ref ReadOnlySpan<char> rest)
    {
        var value = new StringBuilder();
        for (rest = rest[1..]; rest is [var c, ..]; rest = rest[1..])
        {
            if (c == '"')
            {
                rest = rest[1..];
                return value.ToString();
            }
            if (c == '\\' && rest.Length > 1)
                rest = rest[1..];
            value.Append(rest[0]);
        }
        throw new InvalidDataException("the server's message has an open quote");
    }
}
