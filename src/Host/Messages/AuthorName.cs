using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// The name that a message gives its author, as a phrase for another From field: the display name before the address (RFC 5322 §3.4), or else
/// the comment beside it, <c>root (Cron Daemon)</c>, as RFC 822 mailers write it.
/// </summary>
static class AuthorName
{
    /// <summary>The name of the first author in the first From field with an address, or in the first with a name. Null: there is none.</summary>
    public static string? In(HeaderBlock header)
    {
        string? name = null;
        foreach (var field in header)
        {
            if (!field.Is("From"u8))
                continue;
            var hasAddress = MessageSender.First(field) is not null;
            if (hasAddress)
                return Of(field.Value, hasAddress);
            name ??= Of(field.Value, hasAddress);
        }
        return name;
    }

    static string? Of(ReadOnlySpan<byte> list, bool hasAddress)
    {
        var scanner = new AddressScanner(list);
        var phrase = ReadPhrase(ref scanner, hasAddress);
        if (phrase?.Build() is { } name)
            return name;
        // What follows the bracket may be a comment.
        while (phrase is not null && scanner.Next().Kind is not (AddressTokenKind.End or AddressTokenKind.Separator))
            continue;
        return InComment(scanner.Comment);
    }

    // Up to the bracket, or to the end of the author; null: the words are the address. The name of a group is nobody's.
    static NamePhrase? ReadPhrase(ref AddressScanner scanner, bool hasAddress)
    {
        var (phrase, isAddress, isApart) = (new NamePhrase(), false, false);
        while (true)
        {
            var token = scanner.Next();
            switch (token.Kind)
            {
                case AddressTokenKind.Open:
                    return phrase;
                case AddressTokenKind.End:
                case AddressTokenKind.Separator when isAddress || !hasAddress:
                    return hasAddress ? null : phrase;
                case AddressTokenKind.Colon or AddressTokenKind.Separator:
                    (phrase, isAddress) = (new NamePhrase(), false);
                    break;
                case AddressTokenKind.Text or AddressTokenKind.Quoted:
                    isAddress |= token.Kind == AddressTokenKind.Text;
                    phrase.Add(token.Octets, isApart);
                    isApart = false;
                    break;
                default:
                    isApart = true;
                    break;
            }
        }
    }

    static string? InComment(ReadOnlySpan<byte> comment)
    {
        if (comment.IsEmpty)
            return null;
        var phrase = new NamePhrase();
        var text = HeaderText.Unescaped(OctetText.Decode(comment[1..^1]));
        foreach (var word in text.AsSpan().SplitAny(" \t\n"))
            if (!text.AsSpan()[word].IsEmpty)
                phrase.Add(text[word], isApart: true);
        return phrase.Build();
    }
}
