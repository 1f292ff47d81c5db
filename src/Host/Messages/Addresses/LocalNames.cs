using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Finds the names without a domain in an address list (RFC 5322 §3.4): elements of one word, or of one word in brackets. A quoted name counts
/// in brackets only: elsewhere it is a display name. Accepts any octets, and passes over whatever is not clearly a name.
/// </summary>
ref struct LocalNames(ReadOnlySpan<byte> list)
{
    readonly ReadOnlySpan<byte> list = list;
    AddressScanner scanner = new(list);
    Part part;
    // The words of the part, and where the last one stands.
    int words;
    int wordStart;
    int wordEnd;
    bool isQuoted;
    bool isOdd;
    bool isOver;

    enum Part
    {
        Words,
        Brackets,
        Behind,
    }

    /// <summary>Where the element begins that holds the name: behind the separator before it.</summary>
    public int ElementStart { get; private set; }

    /// <summary>Where the name ends.</summary>
    public int NameEnd { get; private set; }

    /// <summary>Finds the next name. False: there is none.</summary>
    public bool Next()
    {
        while (!isOver)
        {
            ElementStart = scanner.Position;
            NameEnd = 0;
            Begin(Part.Words);
            isOdd = false;
            PassElement();
            if (part == Part.Words)
                NameEnd = EndOfName();
            if (NameEnd > 0 && !isOdd && part != Part.Brackets)
                return true;
        }
        return false;
    }

    // A separator in brackets belongs to a route.
    void PassElement()
    {
        while (true)
        {
            var token = scanner.Next();
            isOdd |= scanner.HasPassedAddress;
            isOver = token.Kind == AddressTokenKind.End;
            if (isOver || token.Kind == AddressTokenKind.Separator && part != Part.Brackets)
                return;
            Take(token);
        }
    }

    void Take(AddressToken token)
    {
        switch (token.Kind)
        {
            case AddressTokenKind.Blank or AddressTokenKind.Fold:
                break;
            case AddressTokenKind.Open when part == Part.Words:
                Begin(Part.Brackets);
                break;
            case AddressTokenKind.Close when part == Part.Brackets:
                NameEnd = EndOfName();
                Begin(Part.Behind);
                break;
            case AddressTokenKind.Colon when part == Part.Words:
                Begin(Part.Words);
                break;
            case AddressTokenKind.Text or AddressTokenKind.Quoted when part != Part.Behind:
                AddToWord(token);
                break;
            default:
                isOdd = true;
                break;
        }
    }

    void Begin(Part next)
    {
        part = next;
        words = 0;
        isQuoted = false;
    }

    void AddToWord(AddressToken token)
    {
        var start = scanner.Position - token.Octets.Length;
        if (words == 0 || start != wordEnd)
        {
            words++;
            wordStart = start;
        }
        wordEnd = scanner.Position;
        isQuoted |= token.Kind == AddressTokenKind.Quoted;
    }

    // 0: it is not a name. An encoded word is a display name (RFC 2047 §5), and so are several words.
    readonly int EndOfName()
    {
        var name = words == 1 ? list[wordStart..wordEnd] : [];
        var isName = !name.IsEmpty && !name.Contains((byte)'@') && !name.StartsWith("=?"u8) && !(isQuoted && part == Part.Words);
        return isName && AddressParts.IsPath(OctetText.Decode(name)) ? wordEnd : 0;
    }
}
