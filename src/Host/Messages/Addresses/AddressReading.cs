using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// What address lists name, in their order, duplicates kept. A piece that can be read neither as an address nor as a local name is noted,
/// and reading goes on: whoever sends a mail must look at <see cref="Fault"/>, whoever only wants to know an author need not.
/// </summary>
/// <param name="limit">How many addresses are wanted at most; one more ends the reading.</param>
sealed class AddressReading(int limit = AddressReading.MostRecipients)
{
    /// <summary>
    /// The most recipients of one mail. No server takes so many at once: RFC 5321 §4.5.3.1.8 asks for a hundred, and the largest take some
    /// ten thousand.
    /// </summary>
    public const int MostRecipients = 100_000;

    /// <summary>The complaint about more.</summary>
    public const string TooMany = "more than 100000 recipients";

    readonly List<string> addresses = [];

    /// <summary>The addresses and local names.</summary>
    public IReadOnlyList<string> Addresses => addresses;

    /// <summary>The first piece that is neither, fit to be shown; null: there is none.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// There was more than a mailbox as RFC 5322 §3.4 writes it: a separator, a group, a bracket left open, words beside an address.
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
