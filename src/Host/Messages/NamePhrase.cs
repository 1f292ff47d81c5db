using System.Text;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// A display name while its words arrive: a phrase on folded lines (RFC 5322 §3.2.5), for a field whose name is as short as From. Words are kept as
/// they are written where they can stand in a phrase; others are quoted or, beyond ASCII, encoded (RFC 2047).
/// </summary>
sealed class NamePhrase
{
    // RFC 2047 §2: the longest line with an encoded word.
    const int LineLimit = 76;
    // RFC 5322 §2.1.1: 998, some of which the address needs.
    const int RunLimit = 600;

    readonly StringBuilder phrase = new();
    // Words between encoded ones, as they are written, and as they read.
    readonly StringBuilder written = new();
    readonly StringBuilder read = new();
    // All of the name as it reads.
    readonly StringBuilder meaning = new();
    int column = "From: ".Length;
    bool endsEncoded;

    /// <summary>Adds a word of the name: an atom, a quoted string, an encoded word, or a piece of one of them.</summary>
    /// <param name="octets">The word.</param>
    /// <param name="isApart">A blank is before it.</param>
    public void Add(ReadOnlySpan<byte> octets, bool isApart) => Add(OctetText.Decode(octets).Replace("\n", "", StringComparison.Ordinal), isApart);

    /// <inheritdoc cref="Add(ReadOnlySpan{byte}, bool)"/>
    public void Add(string word, bool isApart)
    {
        if (EncodedWords.ForPhrase(word, out var decoded) is { } encoded)
        {
            EndRun(isBeforeEncoded: true);
            meaning.Append(endsEncoded ? "" : " ").Append(decoded);
            Append(encoded);
            endsEncoded = true;
            return;
        }
        var text = HeaderText.IsQuoted(word) ? HeaderText.Unquote(word) : word;
        var blank = isApart && written.Length > 0 ? " " : "";
        written.Append(blank).Append(word);
        read.Append(blank).Append(text);
        meaning.Append(isApart ? " " : "").Append(text);
    }

    /// <summary>
    /// The phrase. Null: the name is empty, or an address stands in it, which would look as if the mail were from there to those who read it, and like a
    /// forgery to filters.
    /// </summary>
    public string? Build()
    {
        EndRun(isBeforeEncoded: false);
        return string.IsNullOrWhiteSpace(meaning.ToString()) || HoldsAddress(meaning.ToString()) ? null : phrase.ToString();
    }

    void EndRun(bool isBeforeEncoded)
    {
        if (written.Length == 0)
            return;
        var (asWritten, text) = (written.ToString(), read.ToString());
        written.Clear();
        read.Clear();
        var plain = HeaderText.IsPhrase(asWritten) ? asWritten : HeaderText.Quote(text);
        var isPlain = plain.Length <= RunLimit && !plain.AsSpan().ContainsAnyExceptInRange(' ', '~');
        // §6.2: blanks between encoded words are not shown, so that they have to be within.
        if (!isPlain)
            plain = EncodedWords.Encode(OctetText.Encode($"{(endsEncoded ? " " : "")}{text}{(isBeforeEncoded ? " " : "")}"));
        Append(plain);
        endsEncoded = !isPlain;
    }

    void Append(string word)
    {
        var firstLine = word.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : word.Length;
        if (phrase.Length > 0)
        {
            var isFolded = column + " ".Length + firstLine > LineLimit;
            phrase.Append(isFolded ? "\n " : " ");
            column = isFolded ? 1 : column + 1;
        }
        phrase.Append(word);
        column = firstLine == word.Length ? column + word.Length : word.Length - word.LastIndexOf('\n') - 1;
    }

    static bool HoldsAddress(string text)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var isBehindWord = at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '-' or '_' or '+');
            if (isBehindWord && at + 1 < text.Length && (char.IsAsciiLetterOrDigit(text[at + 1]) || text[at + 1] == '['))
                return true;
        }
        return false;
    }
}
