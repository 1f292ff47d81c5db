using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>The From field (RFC 5322 §3.6.2).</summary>
static class FromField
{
    /// <summary>The longest line that may hold an encoded word, RFC 2047 §2.</summary>
    const int LineLimit = 76;

    /// <summary>
    /// The longest name on one line: RFC 5322 §2.1.1 allows a line 998 characters, some of which are needed for the rest.
    /// </summary>
    const int NameLimit = 600;

    /// <summary>
    /// The address, after the name if there is one. A name that a field can hold is used as given, including any quotes; others are quoted,
    /// and non-ASCII ones encoded.
    /// </summary>
    public static string Value(string sender, string? fullName)
    {
        var address = HeaderAddress.Of(sender);
        if (fullName is null)
            return address;
        if (fullName.Length <= NameLimit && !fullName.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return $"{(HeaderText.IsPhrase(fullName) ? fullName : HeaderText.Quote(fullName))} <{address}>";
        return Joined(EncodedWords.Encode(OctetText.Encode(HeaderText.IsQuoted(fullName) ? HeaderText.Unquote(fullName) : fullName)), address);
    }

    /// <summary>The same, but a name that the mail has given its author, as a phrase, is used in the place of the full name.</summary>
    public static string Value(string sender, string? phrase, string? fullName) =>
        phrase is null ? Value(sender, fullName) : Joined(phrase, HeaderAddress.Of(sender));

    static string Joined(string name, string address)
    {
        var lastLine = $"From: {name} <{address}>".AsSpan();
        lastLine = lastLine[(lastLine.LastIndexOf('\n') + 1)..];
        return lastLine.Length > LineLimit ? $"{name}\n <{address}>" : $"{name} <{address}>";
    }
}
