namespace Msmtp.Hosting;

/// <summary>
/// Reads the addresses out of a list (RFC 5322 §3.4), as leniently as msmtp does and in the same way: <c>;</c> separates
/// like <c>,</c>; of words without brackets the last one counts; what stands behind a bracket is another address; a name
/// need not have a domain. Takes any octets, never fails, and never yields a control character. Where msmtp would lose or
/// spoil an address, the RFC is followed instead: quoted local parts, address literals, blanks at the edges of brackets
/// and beside the @, folds behind a blank, and whatever is opened and never closed.
/// </summary>
static class AddressParser
{
    public static List<string> Parse(ReadOnlySpan<byte> list)
    {
        var addresses = new List<string>();
        Parse(list, addresses);
        return addresses;
    }

    public static void Parse(ReadOnlySpan<byte> list, ICollection<string> addresses)
    {
        var scanner = new AddressScanner(list);
        var draft = new AddressDraft();
        for (var token = scanner.Next(); token.Kind != AddressTokenKind.End; token = scanner.Next())
        {
            switch (token.Kind)
            {
                case AddressTokenKind.Separator:
                    draft.Finish(addresses);
                    break;
                case AddressTokenKind.Colon:
                    draft.Clear();
                    break;
                case AddressTokenKind.Open:
                    ReadBracketed(ref scanner, draft);
                    draft.Finish(addresses);
                    break;
                default:
                    Add(token, draft);
                    break;
            }
        }
        draft.Finish(addresses);
    }

    // A bracket that is never closed holds one address and leaves the others alone.
    static void ReadBracketed(ref AddressScanner scanner, AddressDraft draft)
    {
        draft.Open();
        var isClosed = IsClosed(scanner);
        var here = scanner;
        for (var token = scanner.Next(); !Ends(token.Kind, isClosed); token = scanner.Next())
        {
            Add(token, draft);
            here = scanner;
        }
        if (!isClosed)
            scanner = here;
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

    static bool Ends(AddressTokenKind kind, bool isClosed) => kind switch
    {
        AddressTokenKind.Close or AddressTokenKind.End => true,
        AddressTokenKind.Separator or AddressTokenKind.Open => !isClosed,
        _ => false,
    };

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
