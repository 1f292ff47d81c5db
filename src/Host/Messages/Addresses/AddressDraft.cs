using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>
/// An address while its pieces come in. Of several words without brackets the last one counts; a word of quoted strings
/// alone is somebody's name and does not. Blanks beside the @ mean nothing (RFC 5322 §3.2.3).
/// </summary>
sealed class AddressDraft
{
    readonly List<byte> word = [];
    readonly List<byte> candidate = [];
    bool isName = true;
    bool hasEnded;
    int blanks;

    public void Add(ReadOnlySpan<byte> text)
    {
        Begin(text);
        isName = false;
        Append(text, blank: (byte)'_');
    }

    public void AddQuoted(ReadOnlySpan<byte> quoted)
    {
        Begin(quoted);
        Append(quoted, blank: (byte)' ');
    }

    /// <summary>A blank between words: what follows is another one.</summary>
    public void EndWord() => hasEnded = word.Count > 0;

    /// <summary>A blank inside brackets. Between two pieces of the address it becomes visible, at its edges it means nothing.</summary>
    public void AddBlank() => blanks += word.Count > 0 ? 1 : 0;

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        word.Clear();
        candidate.Clear();
        (isName, hasEnded, blanks) = (true, false, 0);
    }

    /// <summary>Hands over the last word that can be an address, if there is one, and starts anew.</summary>
    public void Finish(ICollection<string> addresses) => Finish(isName ? candidate : word, addresses);

    /// <summary>Hands over what stood in brackets, be it a quoted string alone, and starts anew.</summary>
    public void FinishBracketed(ICollection<string> addresses) => Finish(word, addresses);

    void Finish(List<byte> address, ICollection<string> addresses)
    {
        if (address.Count > 0)
            addresses.Add(OctetText.Decode(CollectionsMarshal.AsSpan(address)));
        Clear();
    }

    void Begin(ReadOnlySpan<byte> text)
    {
        var isBesideAt = word is [.., (byte)'@'] || text is [(byte)'@', ..];
        if (hasEnded && !isBesideAt)
            BeginWord();
        for (; blanks > 0 && !isBesideAt; blanks--)
            word.Add((byte)'_');
        (hasEnded, blanks) = (false, 0);
    }

    void BeginWord()
    {
        if (!isName)
        {
            candidate.Clear();
            candidate.AddRange(word);
        }
        word.Clear();
        isName = true;
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
