using System.Runtime.InteropServices;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// An element of an address list while its tokens arrive. Without brackets, each word with an @ is an address, and words without one are
/// the name of the address that follows or, if there is only one and no address, a local name. A quoted string before an @ or a dot belongs
/// to a word (RFC 5322 §4.4, obs-local-part), and anywhere else is a name; so is an encoded word (RFC 2047 §5). Blanks beside the @ mean
/// nothing (RFC 5322 §3.2.3), nor do those beside a dot (§4.4), unless it ends a word as in <c>J. Smith</c>.
/// </summary>
sealed class AddressDraft(AddressReading reading)
{
    // Most addresses fit, and need not grow.
    readonly List<byte> word = new(32);
    readonly List<string> addresses = [];
    string? lastName;
    int namesSinceAddress;
    int words;
    bool isBracketed;
    bool isName = true;
    bool isAddress;
    bool isSpoiled;
    bool isDotted;
    int blanks;

    public void Add(ReadOnlySpan<byte> text)
    {
        var continues = IsInner(text) || HoldsOpen();
        var isBehindName = isName && text is not [(byte)'@' or (byte)'.', ..];
        isDotted |= blanks > 0 && text is [(byte)'.', ..];
        Continue(startsWord: isBehindName || blanks > 0 && !continues, fill: continues ? 0 : blanks);
        Append(text, blank: (byte)'_');
        isName = false;
        isAddress |= text.Contains((byte)'@');
    }

    public void AddQuoted(ReadOnlySpan<byte> quoted)
    {
        var continues = word is [.., (byte)'.'] && (blanks == 0 || HoldsOpen());
        Continue(startsWord: !continues, fill: continues ? 0 : blanks);
        Append(quoted, blank: (byte)' ');
        isName = true;
    }

    public void AddBlank() => blanks += word.Count > 0 ? 1 : 0;

    /// <summary>A line end: a blank between words, nothing in brackets.</summary>
    public void AddFold()
    {
        if (!isBracketed)
            AddBlank();
    }

    /// <summary>Starts again, in brackets: what came before is a name, and everything up to the closing bracket is one address.</summary>
    public void Open()
    {
        Clear();
        isBracketed = true;
    }

    /// <summary>
    /// A bracket that is never closed: what came before is a name, and what follows is read as if the bracket were not there.
    /// </summary>
    public void OpenUnclosed()
    {
        Clear();
        reading.Loosen();
    }

    /// <summary>
    /// What came before is the name of a group. An @ in it may start a route (RFC 5321 appendix C), or be part of an address.
    /// </summary>
    public void NameGroup(ReadOnlySpan<byte> piece)
    {
        EndWord();
        reading.Loosen();
        if (addresses.Exists(static address => address[0] != '@'))
            reading.Refuse(piece);
        Clear();
    }

    /// <summary>Passes on what the element names, if anything, and starts again.</summary>
    /// <param name="piece">The element as written in the list.</param>
    public void Finish(ReadOnlySpan<byte> piece)
    {
        if (isBracketed)
            FinishBracketed(piece);
        else
            FinishWords(piece);
        Clear();
    }

    void FinishBracketed(ReadOnlySpan<byte> piece)
    {
        if (word.Count > 0)
            Take(OctetText.Decode(CollectionsMarshal.AsSpan(word)), piece);
        else
            reading.Loosen();
    }

    void FinishWords(ReadOnlySpan<byte> piece)
    {
        EndWord();
        if (words > 1 || words > addresses.Count + namesSinceAddress)
            reading.Loosen();
        foreach (var address in addresses)
            Take(address, piece);
        if (lastName is null || namesSinceAddress == 0)
            return;
        if (namesSinceAddress > 1 || addresses.Count > 0 || !IsLocal(lastName))
            reading.Refuse(piece);
        Take(lastName, piece);
    }

    void Take(string address, ReadOnlySpan<byte> piece)
    {
        if (isSpoiled || !AddressParts.IsPath(address))
            reading.Refuse(piece);
        reading.Add(address);
    }

    // It belongs to the word before it, even after blanks; an ellipsis does not. RFC 5322 §4.4: in a route, so do commas and the colon.
    bool IsInner(ReadOnlySpan<byte> text) => text is [(byte)'@', ..] or [(byte)'.'] or [(byte)'.', not (byte)'.', ..]
        || isBracketed && text is [(byte)',' or (byte)':', ..];

    // What follows belongs to the word, even after blanks.
    bool HoldsOpen() => word is [.., (byte)'@'] || (isBracketed || isDotted) && word is [.., (byte)'.']
        || isBracketed && word is [.., (byte)',' or (byte)':'];

    // An encoded word is not a local name, nor is the beginning of one that was cut off by blanks or a comma, and quotes are a display
    // name.
    static bool IsLocal(string name) => !name.StartsWith("=?", StringComparison.Ordinal) && !name.Contains('"', StringComparison.Ordinal);

    static bool IsEncoded(string text) => text.StartsWith("=?", StringComparison.Ordinal) && text.EndsWith("?=", StringComparison.Ordinal);

    void Continue(bool startsWord, int fill)
    {
        if (isBracketed)
        {
            isSpoiled |= fill > 0;
            word.AddRange(Enumerable.Repeat((byte)'_', fill));
        }
        else if (startsWord)
        {
            EndWord();
        }
        blanks = 0;
    }

    void EndWord()
    {
        words += word.Count > 0 ? 1 : 0;
        if (!isName)
            Keep(OctetText.Decode(CollectionsMarshal.AsSpan(word)));
        word.Clear();
        (isName, isAddress, isDotted) = (true, false, false);
    }

    void Keep(string text)
    {
        if (isAddress && !IsEncoded(text))
        {
            addresses.Add(text);
            namesSinceAddress = 0;
            // Not every word is kept until a bracket may turn them all into a name.
            if (addresses.Count > reading.Limit)
                reading.Exceed();
        }
        else
        {
            lastName = text;
            namesSinceAddress++;
        }
    }

    void Clear()
    {
        word.Clear();
        addresses.Clear();
        (lastName, namesSinceAddress, words, blanks) = (null, 0, 0, 0);
        (isBracketed, isName, isAddress, isSpoiled, isDotted) = (false, true, false, false, false);
    }

    // CR and LF are folds inside quotes. Other control characters are made visible, for error messages and for showing an author.
    void Append(ReadOnlySpan<byte> text, byte blank)
    {
        foreach (var octet in text)
        {
            if (octet is (byte)'\r' or (byte)'\n')
                continue;
            var isWrong = octet is < (byte)' ' or 0x7F || octet == (byte)' ' && blank != (byte)' ';
            isSpoiled |= isWrong;
            word.Add(isWrong ? (byte)'_' : octet);
        }
    }
}
