using System.Text;

namespace Msmtp.Hosting;

/// <summary>The From field (RFC 5322 §3.6.2).</summary>
static class FromField
{
    /// <summary>The longest line that may hold an encoded word, RFC 2047 §2.</summary>
    const int LineLimit = 76;

    /// <summary>
    /// The address, behind the name if there is one. A name in printable ASCII stands as it was given, as in msmtp: whoever gives
    /// one that needs quotes gives the quotes. Any other is encoded.
    /// </summary>
    public static string Value(string sender, string? fullName)
    {
        var address = HeaderAddress.Of(sender);
        if (fullName is null)
            return address;
        if (!fullName.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return $"{fullName} <{address}>";
        var name = EncodedWords.Encode(OctetText.Encode(fullName));
        var lastLine = $"From: {name} <{address}>".AsSpan();
        lastLine = lastLine[(lastLine.LastIndexOf('\n') + 1)..];
        return lastLine.Length > LineLimit ? $"{name}\n <{address}>" : $"{name} <{address}>";
    }
}
