using System.Text;

namespace Msmtp.Text;

/// <summary>
/// Domain names as the DNS knows them. Pure, and the same with and without ICU: the runtime's <c>IdnMapping</c> makes the
/// wrong name of <c>BÜCHER.example</c> when globalization is invariant, as it is in the native command.
/// </summary>
public static class DomainName
{
    const string Prefix = "xn--";
    // The full stop, and what is typed for one in East Asia.
    const string Dots = ".\u3002\uFF0E\uFF61";
    // RFC 1035 §2.3.4: 255 octets with the lengths of the labels and the root.
    const int LongestName = 253;
    const int LongestLabel = 63;

    /// <summary>
    /// The A-labels of a name (RFC 5890 §2.3.2.1), by UTS 46, non-transitional: <c>BÜCHER.example</c> becomes
    /// <c>xn--bcher-kva.example</c>, <c>straße.example</c> stays apart from <c>strasse.example</c>. A name in ASCII is
    /// returned as it is, whatever it holds. The rule for names written from right to left (RFC 5893) is the registries'.
    /// </summary>
    /// <exception cref="InvalidDataException">The name cannot be; the message holds it and says why, for the user.</exception>
    public static string ToAscii(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Ascii.IsValid(name))
            return name;
        var ascii = new StringBuilder(name.Length * 2);
        var rest = name.AsSpan();
        while (rest.IndexOfAny(Dots) is >= 0 and var dot)
        {
            ascii.Append(LabelToAscii(rest[..dot].ToString(), name)).Append('.');
            rest = rest[(dot + 1)..];
        }
        // A dot at the end names the root.
        if (!rest.IsEmpty)
            ascii.Append(LabelToAscii(rest.ToString(), name));
        return ascii.Length - (rest.IsEmpty ? 1 : 0) <= LongestName
            ? ascii.ToString()
            : throw Wrong(name, "it is longer than 253 characters");
    }

    /// <summary>
    /// The same name in letters, each label as <see cref="ToAscii"/> understands it (RFC 5890 §2.3.2.1, U-label): <c>BÜCHER.example</c>
    /// becomes <c>bücher.example</c>. A name in ASCII is returned as it is.
    /// </summary>
    /// <exception cref="InvalidDataException">The name cannot be; the message holds it and says why, for the user.</exception>
    public static string ToUnicode(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Ascii.IsValid(name))
            return name;
        // What has no A-labels is no name in letters either.
        _ = ToAscii(name);
        return string.Join('.', name.Split(Dots.ToCharArray()).Select(DomainMapping.Map));
    }

    static string LabelToAscii(string label, string name)
    {
        var mapped = DomainMapping.Map(label);
        if (mapped.Length == 0)
            throw Wrong(name, "a label is empty");
        // Longer ones are never short enough, and the reckoning of Punycode is bounded by this.
        if (mapped.Length > LongestLabel)
            throw TooLong(name);
        int[] codePoints = [.. UnicodeText.CodePoints(mapped)];
        if (DomainLabel.Fault(codePoints) is { } fault)
            throw Wrong(name, fault);
        var ascii = Ascii.IsValid(mapped) ? mapped : Prefix + Punycode.Encode(codePoints);
        return ascii.Length <= LongestLabel ? ascii : throw TooLong(name);
    }

    static InvalidDataException TooLong(string name) => Wrong(name, "a label is longer than 63 characters");

    static InvalidDataException Wrong(string name, string reason) => new($"{PrintableText.Text(name)} is not a valid domain name: {reason}");
}
