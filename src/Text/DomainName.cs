using System.Text;

namespace Msmtp.Text;

/// <summary>
/// Internationalized domain names, the same with and without ICU: with invariant globalization, as in the native command, the runtime's
/// <c>IdnMapping</c> converts <c>BÜCHER.example</c> to a wrong name. Nothing here does I/O.
/// </summary>
public static class DomainName
{
    const string Prefix = "xn--";
    // The full stop and its East Asian equivalents.
    const string Dots = ".\u3002\uFF0E\uFF61";
    // RFC 1035 §2.3.4: 255 octets, including the lengths of the labels and the root.
    const int LongestName = 253;
    const int LongestLabel = 63;

    /// <summary>
    /// Converts a name to A-labels (RFC 5890 §2.3.2.1) by UTS 46, non-transitional: <c>BÜCHER.example</c> becomes
    /// <c>xn--bcher-kva.example</c>, and <c>straße.example</c> is not <c>strasse.example</c>. An ASCII name is returned unchanged and unchecked.
    /// The rule for right-to-left names (RFC 5893) is left to the registries.
    /// </summary>
    /// <exception cref="InvalidDataException">The name is not valid; the message, for the user, has the name and the reason.</exception>
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
        // A trailing dot is the root.
        if (!rest.IsEmpty)
            ascii.Append(LabelToAscii(rest.ToString(), name));
        return ascii.Length - (rest.IsEmpty ? 1 : 0) <= LongestName
            ? ascii.ToString()
            : throw Wrong(name, "it is longer than 253 characters");
    }

    /// <summary>
    /// Converts a name to U-labels (RFC 5890 §2.3.2.1), mapped as by <see cref="ToAscii"/>: <c>BÜCHER.example</c> becomes
    /// <c>bücher.example</c>. An ASCII name is returned unchanged.
    /// </summary>
    /// <exception cref="InvalidDataException">The name is not valid; the message, for the user, has the name and the reason.</exception>
    public static string ToUnicode(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Ascii.IsValid(name))
            return name;
        // A name without A-labels has no U-labels either.
        _ = ToAscii(name);
        return string.Join('.', name.Split(Dots.ToCharArray()).Select(DomainMapping.Map));
    }

    static string LabelToAscii(string label, string name)
    {
        var mapped = DomainMapping.Map(label);
        if (mapped.Length == 0)
            throw Wrong(name, "a label is empty");
        // A-labels are never shorter, and this limits the work of Punycode.
        if (mapped.Length > LongestLabel)
            throw TooLong(name);
        int[] codePoints = [.. UnicodeText.CodePoints(mapped)];
        if (DomainLabel.Fault(codePoints) is { } fault)
            throw Wrong(name, fault);
        var ascii = Ascii.IsValid(mapped) ? mapped : Prefix + Punycode.Encode(codePoints);
        return ascii.Length <= LongestLabel ? ascii : throw TooLong(name);
    }

    static InvalidDataException TooLong(string name) => Wrong(name, "a label is longer than 63 characters");

    static InvalidDataException Wrong(string name, string reason) =>
        new($"{PrintableText.Text(name)} is not a valid domain name: {reason}");
}
