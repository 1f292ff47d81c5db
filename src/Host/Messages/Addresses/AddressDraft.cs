using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>
/// An address while its pieces come in. Of several words without brackets the last one counts. A quoted string belongs to
/// a word in front of an @ or a dot (RFC 5322 §4.4, obs-local-part), and is somebody's name everywhere else. Blanks beside
/// the @ mean nothing (RFC 5322 §3.2.3).
/// </summary>
sealed class AddressDraft
{
    readonly List<byte> word = [];
    readonly List<byte> candidate = [];
    bool isBracketed;
    bool isName = true;
    int blanks;

    public void Add(ReadOnlySpan<byte> text)
    {
        var isBesideAt = text is [(byte)'@', ..] || word is [.., (byte)'@'];
        var isBehindName = isName && text is not [(byte)'@' or (byte)'.', ..];
        Continue(startsWord: isBehindName || blanks > 0 && !isBesideAt, fill: isBesideAt ? 0 : blanks);
        Append(text, blank: (byte)'_');
        isName = false;
    }

    public void AddQuoted(ReadOnlySpan<byte> quoted)
    {
        Continue(startsWord: blanks > 0 || word is not [.., (byte)'.'], fill: blanks);
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

    /// <summary>Starts anew, in brackets: all that comes is one address, blanks inside become visible.</summary>
    public void Open()
    {
        Clear();
        isBracketed = true;
    }

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        word.Clear();
        candidate.Clear();
        (isBracketed, isName, blanks) = (false, true, 0);
    }

    /// <summary>Hands over the address, if there is one, and starts anew.</summary>
    public void Finish(ICollection<string> addresses)
    {
        var address = isName && !isBracketed ? candidate : word;
        if (address.Count > 0)
            addresses.Add(OctetText.Decode(CollectionsMarshal.AsSpan(address)));
        Clear();
    }

    void Continue(bool startsWord, int fill)
    {
        if (isBracketed)
            word.AddRange(Enumerable.Repeat((byte)'_', fill));
        else if (startsWord)
            StartWord();
        blanks = 0;
    }

    void StartWord()
    {
        if (!isName)
        {
            candidate.Clear();
            candidate.AddRange(word);
        }
        word.Clear();
    }

    // No control character gets into an address: CR and LF are folds inside quotes, the others become visible.
    void Append(ReadOnlySpan<byte> text, byte blank)
    {
        foreach (var octet in text)
        {
            if (octet is (byte)'\r' or (byte)'\n')
                continue;
            word.Add(octet switch
            {
                (byte)' ' => blank,
                < (byte)' ' or 0x7F => (byte)'_',
                _ => octet,
            });
        }
    }
}
