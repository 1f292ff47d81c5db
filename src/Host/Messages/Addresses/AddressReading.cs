using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// What address lists name, in order, including duplicates. A piece that is neither an address nor a local name is recorded, and reading
/// continues: to send a mail, <see cref="Fault"/> must be checked; to show an author, it need not be.
/// </summary>
/// <param name="limit">How many addresses are wanted at most; another one ends the reading.</param>
sealed class AddressReading(int limit = AddressReading.MostRecipients)
{
    /// <summary>
    /// The most recipients of one mail. No server accepts so many at once: RFC 5321 §4.5.3.1.8 requires a hundred, and the largest accept
    /// some ten thousand.
    /// </summary>
    public const int MostRecipients = 100_000;

    /// <summary>The error message about more.</summary>
    public const string TooMany = "more than 100000 recipients";

    readonly List<string> addresses = [];

    /// <summary>The addresses and local names.</summary>
    public IReadOnlyList<string> Addresses => addresses;

    /// <summary>The first piece that is neither, in printable form; null: there is none.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// There was more than one mailbox in the form of RFC 5322 §3.4: a separator, a group, an unclosed bracket, words beside an address.
    /// </summary>
    public bool IsLoose { get; private set; }

    /// <summary>There are more addresses than were wanted.</summary>
    public bool IsExceeded { get; private set; }

    public int Limit => limit;

    public void Add(string address)
    {
        if (addresses.Count < limit)
            addresses.Add(address);
        else
            Exceed();
    }

    public void Exceed() => IsExceeded = true;

    public void Loosen() => IsLoose = true;

    public void Refuse(ReadOnlySpan<byte> piece) => Fault ??= Shown(piece);

    static string Shown(ReadOnlySpan<byte> piece)
    {
        const int Most = 100;

        var text = OctetText.Decode(piece[..Math.Min(piece.Length, Most)]).Trim(" \t\r\n".ToCharArray());
        return PrintableText.Text(piece.Length > Most ? text + "..." : text);
    }
}
