using System.Text;

namespace Msmtp.Cli;

/// <summary>
/// A form in which a queue is listed, mail by mail, so that no mail is kept and no text longer than a piece, however many there are. Nothing
/// here does I/O.
/// </summary>
/// <param name="write">Takes the text, piece by piece.</param>
abstract class QueueListing(Action<string> write)
{
    const int PieceInCharacters = 32 * 1024;

    readonly StringBuilder text = new();

    /// <summary>Adds a mail.</summary>
    public void Add(QueuedMail mail)
    {
        Append(text, mail);
        if (text.Length >= PieceInCharacters)
            Pass();
    }

    /// <summary>Ends the list: what is left is written.</summary>
    public void End()
    {
        AppendEnd(text);
        Pass();
    }

    /// <summary>A list as one text.</summary>
    public static string TextOf(IReadOnlyList<QueuedMail> mails, Func<Action<string>, QueueListing> form)
    {
        var all = new StringBuilder();
        var listing = form(piece => all.Append(piece));
        foreach (var mail in mails)
            listing.Add(mail);
        listing.End();
        return all.ToString();
    }

    protected abstract void Append(StringBuilder text, QueuedMail mail);

    protected abstract void AppendEnd(StringBuilder text);

    void Pass()
    {
        write(text.ToString());
        text.Clear();
    }
}
