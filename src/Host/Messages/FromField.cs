using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>The From field (RFC 5322 §3.6.2).</summary>
static class FromField
{
    /// <summary>The longest line that may hold an encoded word, RFC 2047 §2.</summary>
    const int LineLimit = 76;

    /// <summary>The longest name on a line of its own: RFC 5322 §2.1.1 leaves a line 998 characters, and others have to be there too.</summary>
    const int NameLimit = 600;

    /// <summary>
    /// The address, behind the name if there is one. A name that a field can hold stands as it was given, the quotes of whoever gives
    /// some included; others are quoted, and those beyond ASCII encoded.
    /// </summary>
    public static string Value(string sender, string? fullName)
    {
        var address = HeaderAddress.Of(sender);
        if (fullName is null)
            return address;
        if (fullName.Length <= NameLimit && !fullName.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return $"{(HeaderText.IsPhrase(fullName) ? fullName : HeaderText.Quote(fullName))} <{address}>";
        var name = EncodedWords.Encode(OctetText.Encode(HeaderText.IsQuoted(fullName) ? HeaderText.Unquote(fullName) : fullName));
        var lastLine = $"From: {name} <{address}>".AsSpan();
        lastLine = lastLine[(lastLine.LastIndexOf('\n') + 1)..];
        return lastLine.Length > LineLimit ? $"{name}\n <{address}>" : $"{name} <{address}>";
    }
}
