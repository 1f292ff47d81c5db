using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Reads the addresses in a list (RFC 5322 §3.4), leniently, as msmtp does, but without losing a recipient: <c>;</c> separates like
/// <c>,</c>; words with an @ without a comma between them are each an address; what follows a bracket is another; a name need not have a
/// domain. Words before a bracket are its name, with or without an @. Accepts any octets and never fails; what it could not make sense of
/// is recorded in the reading.
/// </summary>
static class AddressParser
{
    public static List<string> Parse(ReadOnlySpan<byte> list)
    {
        var reading = new AddressReading();
        Parse(list, reading);
        return [.. reading.Addresses];
    }

    /// <summary>
    /// The address of a text that is exactly one mailbox, such as <c>Name &lt;address&gt;</c>; empty for <c>&lt;&gt;</c>. Null: it is not.
    /// </summary>
    public static string? Mailbox(string text)
    {
        if (text is "" or "<>")
            return "";
        // RFC 5322 allows folding in a mailbox; in an argument or a setting, a fold could only add lines to something else.
        ArgumentNullException.ThrowIfNull(text);
        if (IsSimple(text))
            return text;
        if (text.Any(char.IsControl))
            return null;
        var reading = new AddressReading(limit: 1);
        Parse(OctetText.Encode(text), reading);
        return reading is { Addresses: [var address], Fault: null, IsLoose: false, IsExceeded: false } ? address : null;
    }

    // A shortcut for "joe@example.org" and "Joe Smith <joe@example.org>", which most fields are.
    static string? SimpleMailbox(ReadOnlySpan<byte> list)
    {
        var address = list.Trim((byte)' ');
        var open = address.IndexOf((byte)'<');
        if (open >= 0 && (address[^1] != '>' || !AreWords(address[..open])))
            return null;
        if (open >= 0)
            address = address[(open + 1)..^1];
        return IsSimple(address) ? OctetText.Decode(address) : null;
    }

    static bool AreWords(ReadOnlySpan<byte> text)
    {
        foreach (var octet in text)
            if (octet != ' ' && !char.IsAsciiLetterOrDigit((char)octet))
                return false;
        return true;
    }

    static bool IsSimple(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf((byte)'@');
        return at >= 0 && AreLabels(text[..at]) && AreLabels(text[(at + 1)..]);
    }

    // Letters and digits, and signs that stand between two of them.
    static bool AreLabels(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isSign = text[i] is (byte)'.' or (byte)'-' or (byte)'_';
            if (!char.IsAsciiLetterOrDigit((char)text[i]) && !(isSign && i > 0 && char.IsAsciiLetterOrDigit((char)text[i - 1])))
                return false;
        }
        return text.Length > 0 && char.IsAsciiLetterOrDigit((char)text[^1]);
    }

    // One word with a single @ inside and no special characters, as most addresses are.
    static bool IsSimple(string text)
    {
        var at = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '@' && at < 0)
                at = i;
            else if (!char.IsAsciiLetterOrDigit(text[i]) && (text[i] is not ('.' or '-' or '_') || i == at + 1 || i == text.Length - 1))
                return false;
        }
        return at > 0 && at < text.Length - 1;
    }

    public static void Parse(ReadOnlySpan<byte> list, AddressReading reading)
    {
        if (SimpleMailbox(list) is { } only)
        {
            reading.Add(only);
            return;
        }
        var scanner = new AddressScanner(list);
        var draft = new AddressDraft(reading);
        var (start, isInUnclosed) = (0, false);
        while (!reading.IsExceeded)
        {
            var token = scanner.Next();
            if (scanner.HasPassedAddress)
                reading.Refuse(list[start..scanner.Position]);
            switch (token.Kind)
            {
                case AddressTokenKind.End:
                    draft.Finish(list[start..]);
                    return;
                case AddressTokenKind.Separator:
                    draft.Finish(list[start..(scanner.Position - 1)]);
                    reading.Loosen();
                    isInUnclosed = false;
                    break;
                case AddressTokenKind.Colon:
                    draft.NameGroup(list[start..scanner.Position]);
                    break;
                case AddressTokenKind.Open:
                    if (isInUnclosed)
                        draft.Finish(list[start..(scanner.Position - 1)]);
                    isInUnclosed = !IsClosed(scanner);
                    if (isInUnclosed)
                        draft.OpenUnclosed();
                    else
                        ReadBracketed(ref scanner, draft, list);
                    break;
                default:
                    Add(token, draft);
                    continue;
            }
            start = scanner.Position;
        }
    }

    static void ReadBracketed(ref AddressScanner scanner, AddressDraft draft, ReadOnlySpan<byte> list)
    {
        var start = scanner.Position - 1;
        draft.Open();
        for (var token = scanner.Next(); token.Kind != AddressTokenKind.Close; token = scanner.Next())
            Add(token, draft);
        draft.Finish(list[start..scanner.Position]);
    }

    static void Add(AddressToken token, AddressDraft draft)
    {
        switch (token.Kind)
        {
            case AddressTokenKind.Quoted:
                draft.AddQuoted(token.Octets);
                break;
            case AddressTokenKind.Blank:
                draft.AddBlank();
                break;
            case AddressTokenKind.Fold:
                draft.AddFold();
                break;
            default:
                draft.Add(token.Octets);
                break;
        }
    }

    static bool IsClosed(AddressScanner ahead)
    {
        while (true)
        {
            switch (ahead.Next().Kind)
            {
                case AddressTokenKind.Close:
                    return true;
                case AddressTokenKind.Open or AddressTokenKind.End:
                    return false;
            }
        }
    }
}
